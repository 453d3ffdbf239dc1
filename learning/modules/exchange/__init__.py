"""A module as one file, to take from one portal to another: pages, blocks, pictures and documents."""
