"""Requests that no browser makes."""

from django.test import Client


def test_a_null_byte_is_refused_before_any_database_sees_it(db: None) -> None:
    client = Client()
    for path in ["/inloggen/?next=%00", "/forum/%00/"]:
        assert client.get(path).status_code == 400
    client.cookies["sessionid"] = "a\0b"
    response = client.get("/inloggen/")
    assert response.status_code == 400
    assert "Dit verzoek is niet te begrijpen" in response.content.decode()
