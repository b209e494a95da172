"""JSON nesting bombs and other bodies that a parser trips over: a 4xx in time, and nothing is stored of them."""

import httpx
import pytest

from tests.access.world import Who, World, record

DEEP = 100_000
BOMBS: dict[str, bytes] = {
    "deep arrays": b"[" * DEEP + b"]" * DEEP,
    "deep objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "deep and unclosed": b'{"sections":{"a":' * DEEP,
    "a number of a million digits": b'{"title": ' + b"9" * 1_000_000 + b"}",
    "a huge exponent": b'{"latitude": 1e999999999, "longitude": 1}',
    "a huge integer": b'{"latitude": ' + b"9" * 4000 + b"}",
    "NaN": b'{"latitude": NaN, "longitude": NaN}',
    "Infinity": b'{"latitude": Infinity}',
    "minus Infinity": b'{"latitude": -Infinity}',
    "a lone surrogate": b'{"title": "a\\ud800b"}',
    "a lone surrogate in a key": b'{"sections": {"\\udfff": "x"}}',
    "a null byte": b'{"title": "a\\u0000b"}',
    "bytes that are no UTF-8": b'{"title": "\xff\xfe"}',
    "a mark of byte order": b'\xef\xbb\xbf{"title": 1}',
    "UTF-16": '{"title": 1}'.encode("utf-16"),
    "nothing": b"",
    "null": b"null",
    "a string": b'"x"',
    "two values": b'{"title": 1} {"title": 2}',
    "many keys": b"{" + b",".join(b'"k%d":1' % n for n in range(100_000)) + b"}",
    "a comment": b'{"title": 1 /* x */}',
    "a prototype": b'{"__proto__": {"is_admin": true}, "constructor": {"prototype": 1}}',
}
HEADERS = {"Content-Type": "application/json", "If-Match": "*"}


@pytest.fixture
def author(world: World) -> Who:
    return next(who for who in world.persons() if who.name == "author")


@pytest.mark.parametrize("name", BOMBS)
def test_json_nesting_bomb(make: object, client: httpx.Client, name: str) -> None:
    """Before anybody is known: signing in takes a body from the whole world."""
    answer = client.post("/api/v1/sessions", content=BOMBS[name], headers=HEADERS)
    assert answer.status_code in {400, 401, 413, 422}, answer.text[:300]
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert len(answer.content) < 100_000, "the answer does not repeat the bomb"


def test_json_bombs_change_nothing(world: World, author: Who) -> None:
    before = record(world.make.engine)
    path = f"/api/v1/proposals/{world.proposals['draft', 'own'].id}"
    for name, body in BOMBS.items():
        answer = author.ask("PATCH", path, content=body, headers=HEADERS)
        assert answer.status_code in {400, 413, 422}, f"{name}: {answer.status_code} {answer.text[:300]}"
    assert record(world.make.engine) == before


def test_json_bomb_in_a_rubric_that_may_nest(world: World) -> None:
    """Criteria have children: a tree without an end is a wrong value, not a stack that runs over."""
    organiser = next(who for who in world.persons() if who.name == "organiser")
    edition = world.editions["draft"]
    before = record(world.make.engine)
    for depth in (50, 300, 900, 5_000):
        node = '{"key":"a","title":"t","weight":100,"children":[' * depth + "]}" * depth
        stage = '{"key":"proposal","name":"n","advance":{"kind":"all"},"rubric":[' + node + "]}"
        body = ('{"stages":[' + stage + "]}").encode()
        answer = organiser.ask("PATCH", f"/api/v1/editions/{edition.id}", content=body, headers=HEADERS)
        assert answer.status_code in {400, 422}, f"{depth}: {answer.status_code} {answer.text[:300]}"
    assert record(world.make.engine) == before


def test_json_bomb_in_a_cursor_and_in_a_cookie(world: World, author: Who) -> None:
    """What is decoded from a parameter or a cookie is a body as well."""
    import base64

    bombs = [b"[" * 700, b"{" * 700, b'[["x"]', b"1", b"null", b'"x"', b'[["a","b"],1]', b'["success", {}]',
             b'[{"a":1},"x"]', b'["success", "x", 1]', b"\xff\xff", b"[NaN, Infinity]", b'[1e999, "x"]']  # fmt: skip
    for bomb in bombs:
        text = base64.urlsafe_b64encode(bomb).decode()
        for cursor in (text, text.rstrip("=")):
            for path in ("/api/v1/proposals", "/api/v1/units", "/api/v1/assignments", "/api/v1/users", "/proposals"):
                answer = author.ask("GET", path, params={"cursor": cursor})
                assert answer.status_code in {200, 403, 422}, f"{path} {bomb!r}: {answer.status_code}"
        answer = world.make.client().get("/units", headers={"Cookie": f"jipp_flash={text}", "Accept": "text/html"})
        assert answer.status_code == 200, bomb


def test_duplicate_keys_mean_one_thing(world: World, author: Who) -> None:
    """The last counts, in what is stored as in what is answered: nobody before or behind us reads another."""
    path = f"/api/v1/proposals/{world.proposals['draft', 'own'].id}"
    body = b'{"title": "Pertama", "title": "Terakhir"}'
    answer = author.ask("PATCH", path, content=body, headers=HEADERS)
    assert (answer.status_code, answer.json()["title"]) == (200, "Terakhir")
    assert author.ask("GET", path).json()["title"] == "Terakhir"
    body = b'{"title": "Pertama", "status": "awarded", "title": "Lagi"}'
    assert author.ask("PATCH", path, content=body, headers=HEADERS).status_code == 422
