"""Nothing that is typed gets lost: drafts on the server, and what arrived after a session ended."""
