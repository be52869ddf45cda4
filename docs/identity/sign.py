# Signs who a user is, for Global Chat. Python 3.8 or newer; nothing to install.
#   GLOBALCHAT_WIDGET_ID=… GLOBALCHAT_IDENTITY_KEY=… python3 sign.py ID NAME EMAIL
import base64
import hashlib
import hmac
import json
import os
import sys
import time

TOKEN_LIFETIME_SECONDS = 600


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def sign_identity(widget_id, key, user, now=None):
    now = int(time.time()) if now is None else now
    claims = {
        "aud": f"globalchat:{widget_id}",
        "sub": user["id"],
        "name": user["name"],
        "email": user["email"],
        "iat": now,
        "exp": now + TOKEN_LIFETIME_SECONDS,
    }
    parts = ({"alg": "HS256", "typ": "JWT"}, claims)
    signed = ".".join(encode(json.dumps(part, separators=(",", ":")).encode()) for part in parts)
    return signed + "." + encode(hmac.new(key.encode(), signed.encode(), hashlib.sha256).digest())


if __name__ == "__main__":
    user = dict(zip(("id", "name", "email"), sys.argv[1:]))
    at = os.environ.get("SIGN_AT")
    print(
        sign_identity(
            os.environ["GLOBALCHAT_WIDGET_ID"],
            os.environ["GLOBALCHAT_IDENTITY_KEY"],
            user,
            int(at) if at else None,
        )
    )
