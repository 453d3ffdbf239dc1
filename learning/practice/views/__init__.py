"""The screens at ``/praktijk/``: one's own cases, who reads them, and what trainers do with them."""
