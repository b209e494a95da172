"""Cache poisoning and host header: what is kept for the next reader hangs on nothing that an attacker sends."""

from urllib.parse import urlsplit

from tests.access.world import World

UNKEYED = {
    "X-Forwarded-Host": "evil.example", "X-Forwarded-Scheme": "nothttps", "X-Forwarded-Proto": "ftp",
    "X-Forwarded-Prefix": "/evil.example", "X-Original-URL": "/users", "X-Rewrite-URL": "/users",
    "X-Host": "evil.example",
    "Forwarded": "host=evil.example", "X-HTTP-Method-Override": "DELETE", "X-Method-Override": "POST",
    "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Port": "1337", "True-Client-IP": "127.0.0.1",
    "Referer": "https://evil.example/", "Origin": "https://evil.example", "User-Agent": "evil.example",
    "X-Requested-With": "evil.example", "Content-Type": "evil/example", "X-Wap-Profile": "http://evil.example",
}  # fmt: skip
PATHS = ["/", "/units", "/innovations", "/editions", "/sign-in", "/problems", "/api/docs", "/api/v1/units",
         "/api/v1/innovations", "/api/v1/stats/summary", "/api/v1/editions", "/api/v1/openapi.json"]  # fmt: skip


def test_cache_poisoning_by_unkeyed_headers(world: World) -> None:
    """The attacker asks first, with every header at once and with each alone; the next reader gets what it should."""
    client = world.make.client()
    for path in PATHS:
        for headers in (UNKEYED, *({name: value} for name, value in UNKEYED.items())):
            attack = client.get(path, headers={"Accept": "text/html", **headers})
            clean = client.get(path, headers={"Accept": "text/html"})
            assert "evil.example" not in clean.text + str(clean.headers), f"{path} {headers}"
            assert "evil.example" not in attack.text + str(attack.headers), f"{path} {headers}"
            assert attack.status_code == clean.status_code == 200, path


def test_cache_poisoning_by_a_cookie_that_no_session_has(world: World) -> None:
    """Neither a made-up session nor a line of news of one reader is kept for another."""
    import base64

    news = base64.urlsafe_b64encode(b'["success", "PENANDABERITA"]').decode()
    for path in ("/", "/units", "/innovations"):
        for cookie in (f"jipp_flash={news}", f"jipp_session=x; jipp_flash={news}", "__Host-jipp_session=x",
                       f"jipp_language=en; jipp_flash={news}"):  # fmt: skip
            attack = world.make.client().get(path, headers={"Cookie": cookie, "Accept": "text/html"})
            assert attack.status_code == 200
            clean = world.make.client().get(path, headers={"Accept": "text/html"})
            assert "PENANDABERITA" not in clean.text, path


def test_cache_poisoning_by_the_answers_of_those_signed_in(world: World) -> None:
    """Who is signed in first does not leave a name, a token or a draft edition to the public."""
    organiser = next(who for who in world.persons() if who.name == "organiser")
    hidden = world.editions["draft"]
    for path in ("/", "/editions", "/api/v1/editions", f"/api/v1/editions/{hidden.id}", "/units"):
        own = organiser.ask("GET", path, headers={"Accept": "text/html, application/json"})
        assert own.status_code == 200
        assert "public" not in own.headers.get("cache-control", "")
        public = world.make.client().get(path, headers={"Accept": "text/html, application/json"})
        assert hidden.id not in public.text.replace(path, ""), path
        assert world.people["organiser"].name not in public.text, path
        assert 'csrf_token" value' not in public.text, path


def test_cache_poisoning_by_spellings_of_a_query(world: World) -> None:
    """Each spelling is an answer of its own or the same one: never another's rows."""
    client = world.make.client()
    wanted = client.get("/api/v1/units?q=Dinas&limit=1").json()
    for query in ("limit=1&q=Dinas", "q=Dinas&limit=1&", "q=%44inas&limit=1", "q=Dinas&&limit=1"):
        assert client.get(f"/api/v1/units?{query}").json()["items"] == wanted["items"], query
    for query in ("q=Dinas;limit=1", "q=Dinas&limit=1&callback=evil", "q=Dinas&limit=1&utm_content=evil", "Q=Dinas"):
        assert client.get(f"/api/v1/units?{query}").status_code in {200, 422}
        assert client.get("/api/v1/units?q=Dinas&limit=1").json() == wanted, query
    assert client.get("/api/v1/units?q=Sekolah&q=Dinas&limit=1").json()["items"] == wanted["items"], "the last counts"
    client.request("GET", "/api/v1/units?q=Dinas&limit=1", content=b'{"q": "Sekolah"}')  # a fat GET
    assert client.get("/api/v1/units?q=Dinas&limit=1").json() == wanted


def test_method_override_changes_no_method(world: World) -> None:
    """A GET stays a read and a POST a POST, whatever header or field asks for another."""
    people = {who.name: who for who in world.persons()}
    unit = f"/api/v1/units/{world.units['own'].id}"
    draft = f"/api/v1/proposals/{world.proposals['draft', 'own'].id}"
    for header in ("X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"):
        answer = people["coordinator"].ask("GET", draft, headers={header: "DELETE", "If-Match": "*"})
        assert answer.status_code == 200
        answer = people["coordinator"].ask("GET", draft + "?_method=DELETE", headers={"If-Match": "*"})
        assert answer.status_code == 200
        answer = people["organiser"].ask(
            "POST", unit, data={"_method": "PATCH", "name": "X"}, headers={header: "PATCH"}
        )
        assert answer.status_code == 405
    assert people["coordinator"].ask("GET", draft).status_code == 200


def test_host_header_is_repeated_to_nobody(world: World) -> None:
    """No link, no redirect, no cookie is made of the Host that was sent to somebody who sent another."""
    client = world.make.client()
    own = urlsplit(world.make.base_url).netloc
    for host in ("evil.example", "evil.example:80@" + own, own + ".evil.example", "localhost", ""):
        for path in ("/", "/units/", "/sign-in", "/api/docs/units", "/api/v1/units?limit=1", "/proposals",
                     "/api/v1/openapi.json"):  # fmt: skip
            attack = client.get(path, headers={"Host": host, "Accept": "text/html"})
            location = attack.headers.get("location", "")
            assert "evil.example" not in location, f"{path} with {host} leads to {location}"
            assert "evil.example" not in str(attack.headers.get("set-cookie", ""))
            clean = world.make.client().get(path, headers={"Accept": "text/html"})
            assert "evil.example" not in clean.text + clean.headers.get("location", ""), (
                f"{path} was poisoned by {host}"
            )
