"""All mail of the enrolment office: composing it, handing it to the mail server, and the log of it."""
