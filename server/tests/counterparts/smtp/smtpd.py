"""A mail server of another maker (aiosmtpd) on loopback, for the tests in this folder.

Prints one JSON line when it listens ({"port": n}) and one for every message it accepted, as Python's own
email package reads it. A step can be told to answer something else, or never to answer.
"""

import argparse
import asyncio
import json
import ssl
from email import message_from_bytes
from email.policy import default

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


def say(what):
    print(json.dumps(what), flush=True)


class Handler:
    def __init__(self, faults):
        # Step: [answer, how often]
        self.faults = {step: [answer, int(times)] for step, answer, times in faults}

    async def fault(self, step):
        answer, times = self.faults.get(step, (None, 0))
        if times == 0:
            return None
        self.faults[step][1] -= 1
        say({"fault": step})
        if answer == "hang":
            await asyncio.Event().wait()
        return answer

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        fault = await self.fault("ehlo")
        return [fault] if fault else responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        fault = await self.fault("mail")
        if fault:
            return fault
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        fault = await self.fault("rcpt")
        if fault:
            return fault
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        fault = await self.fault("data")
        if fault:
            return fault
        message = message_from_bytes(envelope.content, policy=default)
        parts = [
            {
                "type": part.get_content_type(),
                "language": part["Content-Language"],
                "text": part.get_content(),
            }
            for part in message.walk()
            if not part.is_multipart()
        ]
        say(
            {
                "type": message.get_content_type(),
                "envelope": {"from": envelope.mail_from, "to": envelope.rcpt_tos},
                "headers": [[name.lower(), str(value)] for name, value in message.items()],
                "defects": [str(defect) for defect in message.defects],
                "ascii": envelope.content.isascii(),
                "parts": parts,
                "hello": session.host_name,
                "encrypted": session.ssl is not None,
                "signed_in": session.authenticated,
            }
        )
        return "250 OK"


def authenticator(password):
    def check(server, session, envelope, mechanism, data):
        good = isinstance(data, LoginPassword) and data.password.decode() == password
        return AuthResult(success=good, handled=False)

    return check


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--fault", nargs=3, action="append", default=[])
    parser.add_argument("--tls", choices=["none", "starttls", "implicit"], default="none")
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--password")
    parser.add_argument("--ascii-only", action="store_true")
    given = parser.parse_args()
    context = None
    if given.tls != "none":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(given.certificate, given.key)
    handler = Handler(given.fault)

    def connection():
        return SMTP(
            handler,
            hostname="mail.test",
            tls_context=context if given.tls == "starttls" else None,
            require_starttls=given.tls == "starttls",
            enable_SMTPUTF8=not given.ascii_only,
            authenticator=authenticator(given.password) if given.password else None,
            auth_required=bool(given.password),
            auth_require_tls=given.tls == "starttls",
        )

    listening = await asyncio.get_running_loop().create_server(
        connection,
        "127.0.0.1",
        given.port,
        ssl=context if given.tls == "implicit" else None,
        reuse_address=True,
    )
    say({"port": listening.sockets[0].getsockname()[1]})
    await listening.serve_forever()


asyncio.run(main())
