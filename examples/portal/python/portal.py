"""A school's portal in one file: Python's own library, and `cryptography` for the signatures. It signs people in, hands
them to Tweestap with a signed token, and believes only an assertion whose signature it checked itself.

  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out portal.key && openssl pkey -in portal.key -pubout -out portal.pem
  PORTAL_KEY=portal.key PORTAL_URL=http://127.0.0.1:3000 TWEESTAP_URL=http://127.0.0.1:8080 python3 portal.py

A real portal has what is missing here: a directory of people, a limit on attempts, a session store, https.
"""

import hashlib, hmac, html, json, os, secrets, threading, time, urllib.request, uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

PORTAL = os.environ.get("PORTAL_URL", "http://127.0.0.1:3000")  # `issuer` of the school, and our origin
TWEESTAP = os.environ.get("TWEESTAP_URL", "http://127.0.0.1:8080")  # its `public_url`
AUDIENCE = os.environ.get("TWEESTAP_AUDIENCE", "tweestap")
KEY = load_pem_private_key(open(os.environ.get("PORTAL_KEY", "portal.key"), "rb").read(), None)
SECURE = PORTAL.startswith("https:")
COOKIE = "__Host-portal" if SECURE else "portal"

# The passwords are wachtwoord-van-anna and wachtwoord-van-bram.
PEOPLE = {
    "anna": ("Anna Visser", "anna@school.example", "c2a9421c49702c21f00b002c686c1bd1c7457fc2b0690d88e73311ab372e3515"),
    "bram": ("Bram Smit", "bram@school.example", "14827b0b72cd580b222c174e112b04207c76b2132a43e2bfb6054ecbd656171a"),
}
SESSIONS = {}  # cookie -> dict(username, verified, auth_time, mfa_time, nonce, to)
USED = {}  # jti of every assertion that was accepted -> its end
LOCK = threading.Lock()


# ---- Tweestap: a token out, an assertion in ----

def encoded(data):
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text):
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def login_token(session):
    """Who it is, for the widget: good once, for a minute."""
    now = int(time.time())
    name, email, _ = PEOPLE[session["username"]]
    header = {"typ": "tweestap-login+jwt", "alg": "ES256"}
    claims = {
        "iss": PORTAL, "aud": AUDIENCE, "sub": session["username"], "name": name, "email": email,
        "iat": now, "exp": now + 60, "jti": str(uuid.uuid4()), "auth_time": session["auth_time"], "nonce": session["nonce"],
        "ts_verified": session["verified"],  # a code was given in this sign-in: the widget need not ask again
    }
    if session["mfa_time"]:
        claims["ts_mfa_time"] = session["mfa_time"]
    text = ".".join(encoded(json.dumps(part).encode()) for part in (header, claims))
    r, s = decode_dss_signature(KEY.sign(text.encode(), ec.ECDSA(SHA256())))
    return text + "." + encoded(r.to_bytes(32, "big") + s.to_bytes(32, "big"))


published = {"keys": [], "at": 0}


def public_key(kid):
    """Kept for ten minutes; an unknown name makes us look again, once a minute at most."""
    find = lambda: next((key for key in published["keys"] if key["kid"] == kid and key.get("crv") == "P-256"), None)
    with LOCK:
        age = time.time() - published["at"]
        if age > 600 or (not find() and age > 60):
            with urllib.request.urlopen(TWEESTAP + "/api/v1/jwks.json", timeout=5) as answer:
                published.update(keys=json.load(answer)["keys"], at=time.time())
        return find()


def accept(assertion, session):
    """The claims of an assertion about this very sign-in; raises, or answers None, for any other."""
    header64, claims64, signature64 = assertion.split(".")
    header, signature = json.loads(decoded(header64)), decoded(signature64)
    if header["alg"] != "ES256": return None  # never what the sender prefers
    if header["typ"] != "tweestap-assertion+jwt": return None  # not another kind of token
    jwk = public_key(header["kid"])
    if jwk is None or len(signature) != 64: return None
    x, y, r, s = (int.from_bytes(part, "big") for part in (decoded(jwk["x"]), decoded(jwk["y"]), signature[:32], signature[32:]))
    key = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    key.verify(encode_dss_signature(r, s), f"{header64}.{claims64}".encode(), ec.ECDSA(SHA256()))  # or raises
    claims, now = json.loads(decoded(claims64)), time.time()
    if claims["iss"] != TWEESTAP: return None  # from our Tweestap
    if claims["aud"] != PORTAL: return None  # for us
    if claims["sub"] != session["username"]: return None  # about the person whose password was right
    if claims["auth_time"] != session["auth_time"]: return None  # in this sign-in
    if claims["nonce"] != session["nonce"]: return None  # in this browser
    if not claims["exp"] > now: return None  # not too late
    if not claims["iat"] <= now + 30: return None  # clocks may differ a little
    with LOCK:
        for jti in [jti for jti, end in USED.items() if end < now]:
            del USED[jti]
        if claims["jti"] in USED: return None  # once
        USED[claims["jti"]] = claims["exp"]
    return claims


# ---- The portal itself ----

POLICY = "; ".join([
    "default-src 'none'", f"script-src 'self' {TWEESTAP} 'wasm-unsafe-eval'", f"connect-src 'self' {TWEESTAP}",
    "style-src 'self'", "img-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
    "require-trusted-types-for 'script'", "trusted-types 'none'",
])
SCRIPT = """for (const widget of document.querySelectorAll('[token-url]')) {
  const on = (name, then) => widget.addEventListener('tweestap:' + name, then);
  on('verified', async ({ detail }) => { // only our server can tell whether it is true
    const body = JSON.stringify({ assertion: detail.assertion });
    const answer = await fetch('/tweestap-verified', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    location.assign(answer.ok ? (await answer.json()).to : '/sign-in');
  });
  on('changed', ({ detail }) => { if (detail.what === 'finished') location.assign('/'); });
  on('cancelled', () => location.assign('/'));
  on('reauthenticate', () => location.assign('/sign-in?to=' + location.pathname));
}"""


def page(state, body):
    return f"""<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>School portal</title><main data-portal="{state}">{body}</main>"""


def widget(view):
    return f"""<script type="module" src="/portal.js"></script><script type="module" src="{TWEESTAP}/tweestap.js"></script>
<tweestap-{view} api="{TWEESTAP}/api/v1" token-url="/tweestap-token"></tweestap-{view}>"""


def sign_in_page(to, notice=""):
    return page("signed-out", f"""<h1>Sign in</h1><p role="alert">{notice}</p><form method="post" action="/sign-in">
<input type="hidden" name="to" value="{to}"><label>User name <input name="username" data-field="username" autocomplete="username"></label>
<label>Password <input name="password" type="password" data-field="password" autocomplete="current-password"></label>
<button data-action="sign-in">Sign in</button></form>""")


SIGN_OUT = '<form method="post" action="/sign-out"><button data-action="sign-out">{}</button></form>'


def front_page(session):
    if not session:
        return sign_in_page("/")
    if not session["verified"]:
        return page("challenge", "<h1>One more step</h1>" + widget("challenge") + SIGN_OUT.format("Do not sign in after all"))
    return page("signed-in", f"""<h1>Hello {html.escape(PEOPLE[session["username"]][0])}</h1>
<p><a href="/enrolment" data-action="open-enrolment">Set up two steps</a> <a href="/settings" data-action="open-settings">Look after them</a></p>
""" + SIGN_OUT.format("Sign out"))


def known(to):
    return to if to in ("/enrolment", "/settings") else "/"  # never an address from outside


class Portal(BaseHTTPRequestHandler):
    def answer(self, status, text="", kind="text/html", cookie=None, location=None):
        self.send_response(status)
        self.send_header("content-type", kind + "; charset=utf-8")
        for name, value in {"content-security-policy": POLICY, "cache-control": "no-store",
                            "x-content-type-options": "nosniff", "referrer-policy": "same-origin"}.items():
            self.send_header(name, value)
        if location: self.send_header("location", location)
        if cookie: self.send_header("set-cookie", f"{COOKIE}={cookie}; Path=/; HttpOnly; SameSite=Strict{'; Secure' * SECURE}")
        self.end_headers()
        self.wfile.write(text.encode())

    def open(self, session):
        """A new cookie at every step up: one that was planted before is worth nothing."""
        SESSIONS.pop(self.cookie, None)
        cookie = secrets.token_urlsafe(32)
        SESSIONS[cookie] = session
        return cookie

    def handle_request(self, body=""):
        url = urlsplit(self.path)
        morsel = SimpleCookie(self.headers.get("cookie", "")).get(COOKIE)
        self.cookie = morsel.value if morsel else None
        session = SESSIONS.get(self.cookie)
        match (self.command, url.path):
            case ("GET", "/portal.js"): self.answer(200, SCRIPT, "text/javascript")
            case ("GET", "/"): self.answer(200, front_page(session))
            case ("GET", "/sign-in"): self.answer(200, sign_in_page(known(parse_qs(url.query).get("to", ["/"])[0])))
            case ("GET", "/enrolment" | "/settings") if session and session["verified"]:
                self.answer(200, page("signed-in", '<a href="/" data-action="open-dashboard">Back</a>' + widget(url.path[1:])))
            case ("GET", "/enrolment" | "/settings"): self.answer(303, location="/")
            case ("POST", "/sign-in"):
                form = {name: values[0] for name, values in parse_qs(body).items()}
                username, to = form.get("username", ""), known(form.get("to"))
                # Yours has a salt for each person.
                given = hashlib.scrypt(form.get("password", "").encode(), salt=b"school.example", n=16384, r=8, p=1, dklen=32)
                if not hmac.compare_digest(given.hex(), PEOPLE.get(username, ("", "", "no password has this hash"))[2]):
                    return self.answer(401, sign_in_page(to, "Your name or password is not right."))
                session = {"username": username, "verified": False, "auth_time": int(time.time()), "mfa_time": None,
                           "nonce": secrets.token_urlsafe(16), "to": to}
                self.answer(303, location="/", cookie=self.open(session))
            case ("POST", "/sign-out"):
                SESSIONS.pop(self.cookie, None)
                self.answer(303, location="/")
            case ("POST", "/tweestap-token") if session:
                self.answer(200, json.dumps({"token": login_token(session)}), "application/json")
            case ("POST", "/tweestap-token"): self.answer(401)
            case ("POST", "/tweestap-verified"):
                try:
                    claims = session and accept(json.loads(body)["assertion"], session)
                except (ValueError, KeyError, TypeError, AttributeError, InvalidSignature, OSError):
                    claims = None
                if not claims:
                    return self.answer(403)
                session = session | {"verified": True, "mfa_time": claims.get("ts_mfa_time")}
                self.answer(200, json.dumps({"to": session["to"]}), "application/json", cookie=self.open(session))
            case _: self.answer(404)

    def do_GET(self):
        self.handle_request()

    def do_POST(self):
        length = int(self.headers.get("content-length", 0))
        if length > 16384: return self.answer(400)
        body = self.rfile.read(length).decode(errors="replace")
        if self.headers.get("origin", PORTAL) != PORTAL: return self.answer(403)  # another site's form
        self.handle_request(body)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", urlsplit(PORTAL).port or 3000), Portal)
print(f"ready {PORTAL}/", flush=True)
server.serve_forever()
