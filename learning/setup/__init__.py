"""Whole programmes: templates, copies, other dates, and the wizard that makes one."""
