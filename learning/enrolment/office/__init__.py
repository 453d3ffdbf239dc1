"""The programme office: enrolments and personal codes in the CMS."""
