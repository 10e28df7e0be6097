"""Page objects for Selenium: Tweestap as a person meets it, on the demonstration or in a portal of your own.

Copy this file into your tests. docs/testing.md lists every hook that it holds on to.
"""

import base64
import hashlib
import hmac
import json
import os
import re
import struct
from datetime import datetime
from urllib.request import Request, urlopen

from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver.support.ui import WebDriverWait

DEMO_PASSWORD = "tweestap-demo-wachtwoord"
STEP = 30
PATIENCE = 20

# The visible elements that match, in the page and in every open shadow root.
SEEN = """
const roots = (root) => [root, ...[...root.querySelectorAll('*')]
  .flatMap(({ shadowRoot }) => (shadowRoot ? roots(shadowRoot) : []))];
return roots(document).flatMap((root) => [...root.querySelectorAll(arguments[0])])
  .filter((element) => element.checkVisibility({ visibilityProperty: true }));
"""


class Demo:
    """The demonstration's clock, messages and first state. A portal of your own has none of these."""

    def __init__(self, base=None):
        self.base = (base or os.environ.get("TWEESTAP_DEMO", "http://127.0.0.1:8080")).rstrip("/")

    def reset(self):
        """Everything as it was at first, the clock too: call it before every test."""
        self._call("POST", "/demo/reset")

    def outbox(self):
        """`[{"kind": "sms" | "mail", "to", "text", "at"}]`, newest first."""
        return self._call("GET", "/demo/outbox")

    def move_clock(self, seconds):
        """Moves the clock ahead instead of waiting."""
        self._call("POST", "/demo/clock", {"advance_seconds": seconds})

    def now(self):
        """Unix seconds on the server's clock."""
        now = self._call("GET", "/demo/clock")["now"]
        return int(datetime.fromisoformat(now.replace("Z", "+00:00")).timestamp())

    def sms_code(self):
        """The six digits of the newest text message."""
        newest = next(message for message in self.outbox() if message["kind"] == "sms")
        return re.search(r"\b\d{6}\b", newest["text"]).group()

    def fresh_code(self, key):
        """A code counts once: this one is of a step in which none was given yet, with all of its time ahead."""
        self.move_clock(STEP - self.now() % STEP)
        return totp(key, self.now())

    def _call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {} if data is None else {"Content-Type": "application/json"}
        with urlopen(Request(self.base + path, data, headers, method=method)) as answer:
            text = answer.read()
        return json.loads(text) if text else None


class TweestapPage:
    def __init__(self, driver, demo=None):
        self.driver = driver
        self.demo = demo or Demo()

    # The portal of the demonstration

    def open(self, lang="en", theme="light"):
        self.driver.get(f"{self.demo.base}/?lang={lang}&theme={theme}")

    def portal_is(self, state):
        """`signed-in`, `challenge` or `signed-out`."""
        self.find(f'[data-portal="{state}"]')

    def sign_in(self, username, password=DEMO_PASSWORD):
        self.type("username", username)
        self.type("password", password)
        self.press("sign-in")

    def sign_out(self):
        self.press("sign-out")
        self.find('[data-field="username"]')

    # Any view of the widget

    def find(self, selector):
        """The visible element that matches, as soon as there is one."""
        return self._until(lambda: next(iter(self.find_all(selector)), None), selector)

    def find_all(self, selector):
        return self.driver.execute_script(SEEN, selector)

    def press(self, action):
        self._until(lambda: self._act(f'[data-action="{action}"]', lambda button: button.click()), action)

    def type(self, field, text):
        def fill(element):
            element.clear()
            element.send_keys(text)

        self._until(lambda: self._act(f'[data-field="{field}"]', fill), field)

    def at(self, step):
        """The widget shows this step, and no request is in flight."""
        self.find(f'[data-view][data-step="{step}"]:not([aria-busy])')

    def refusal(self):
        """The code of the refusal that is shown; the sentence beside it is for people and may change."""
        return self.find("[data-view]:not([aria-busy]) [data-error]").get_attribute("data-error")

    # Enrolment

    def enrol_by_app(self, remember=None):
        """From the portal's page to the end; returns the key of the app and the recovery codes."""
        self.press("open-enrolment")
        self.press("choose-app")
        self.at("scan")
        key = self.read_key()
        self.type("code", self.demo.fresh_code(key))
        self.press("confirm")
        return key, self.finish_enrolment(remember)

    def enrol_by_sms(self, number, remember=None):
        self.press("open-enrolment")
        self.press("choose-sms")
        self.type("phone", number)
        self.press("send-code")
        self.at("confirm")
        self.type("code", self.demo.sms_code())
        self.press("confirm")
        return self.finish_enrolment(remember)

    def finish_enrolment(self, remember=None):
        """Keeps the codes and leaves. `remember`: `always_ask`, `12h`, `3d` or `1w`."""
        self.at("recovery-codes")
        codes = [element.text for element in self.find_all("[data-recovery-code]")]
        self.press("acknowledge")
        self.at("done")
        if remember:
            self.find(f'[data-field="duration"][value="{remember}"]').click()
        self.press("finish")
        self.portal_is("signed-in")
        return codes

    def read_key(self):
        """The key as people type it, without its spaces."""
        if not self.find_all("[data-key]"):
            self.press("show-key")
        return self.find("[data-key]").text.replace(" ", "")

    # Challenge

    def give_code(self, code, remember=False):
        self.at("code")
        self.type("code", code)
        if remember:
            self.find('[data-field="remember"]').click()
        self.press("verify")

    def give_recovery_code(self, code):
        self.at("code")
        self.press("use-recovery-code")
        self.type("recovery-code", code)
        self.press("verify")

    # Settings

    def open_settings(self):
        """The status (`off`, `pending`, `on`, `suspended`, `locked`) and how many recovery codes are left."""
        self.press("open-settings")
        self.at("overview")
        view = self.find('[data-view="settings"][data-step="overview"]')
        left = view.get_attribute("data-codes-left")
        return view.get_attribute("data-status"), None if left is None else int(left)

    def leave_settings(self):
        self.press("open-dashboard")
        self.portal_is("signed-in")

    def _act(self, selector, deed):
        """The widget may be drawing something new at that very moment: then it is looked for again."""
        try:
            element = next(iter(self.find_all(selector)), None)
            if element is not None:
                deed(element)
            return element
        except (StaleElementReferenceException, WebDriverException):
            return None

    def _until(self, look, what):
        return WebDriverWait(self.driver, PATIENCE, 0.05).until(lambda _: look(), f"never saw {what}")


def totp(key, seconds):
    """RFC 6238, as every authenticator app does it: SHA-1, six digits, thirty seconds."""
    secret = base64.b32decode(key + "=" * (-len(key) % 8))
    mac = hmac.new(secret, struct.pack(">Q", seconds // STEP), hashlib.sha1).digest()
    number = struct.unpack_from(">I", mac, mac[-1] & 15)[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
