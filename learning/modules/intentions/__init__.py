"""An if-then intention comes back after a week and after six: did it work out?"""
