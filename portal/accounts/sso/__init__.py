"""Single sign-on: people come in with the account that their organisation gave them.

By OpenID Connect, through allauth. An identity opens nothing before it was linked to a person, once:
by a participant with the personal code, by staff with password and second factor.
"""
