"""The formats once more, for the test vectors: written from their description, with no code of the package.

X25519 is RFC 7748's ladder on Python's integers and HKDF is RFC 5869's on hmac; AES-GCM comes from the package
`cryptography`, scrypt from hashlib. Without an argument it checks every valid vector of ../vectors; with `--make` it
writes the vectors that are its own (their names end in "(Python)") and fingerprints.json anew.
"""

import base64
import hashlib
import hmac
import json
import pathlib
import sys

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VECTORS = pathlib.Path(__file__).parent.parent / 'vectors'
P = 2**255 - 19


def b64(data):
    return base64.b64encode(data).decode()


def raw(text):
    return base64.b64decode(text, validate=True)


def x25519(scalar, point):
    k = int.from_bytes(scalar, 'little')
    k = (k & ~7 & ((1 << 254) - 1)) | (1 << 254)
    u = int.from_bytes(point, 'little') & ((1 << 255) - 1)
    x2, z2, x3, z3, swap = 1, 0, u, 1, 0
    for t in reversed(range(255)):
        bit = (k >> t) & 1
        if swap ^ bit:
            x2, z2, x3, z3 = x3, z3, x2, z2
        swap = bit
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        aa, bb, da, cb = a * a % P, b * b % P, d * a % P, c * b % P
        e = aa - bb
        x3, z3 = (da + cb) ** 2 % P, u * (da - cb) ** 2 % P
        x2, z2 = aa * bb % P, e * (aa + 121665 * e) % P
    if swap:
        x2, z2 = x3, z3
    return (x2 * pow(z2, P - 2, P) % P).to_bytes(32, 'little')


def public_key(private):
    return x25519(private, (9).to_bytes(32, 'little'))


def wrapping_key(private, public):
    prk = hmac.digest(bytes(32), x25519(private, public), 'sha256')
    return hmac.digest(prk, b'dialtone-e2e-v1\x01', 'sha256')


def seal(key, plaintext, nonce):
    return b64(nonce + AESGCM(key).encrypt(nonce, plaintext, None))


def unseal(key, data):
    return AESGCM(key).decrypt(raw(data)[:12], raw(data)[12:], None)


def password_key(password, salt, n=32768, r=8, p=1):
    return hashlib.scrypt(password.encode(), salt=salt, n=n, r=r, p=p, maxmem=2**27, dklen=32)


def fingerprint(user_id, public_keys):
    keys = b''.join(sorted({raw(key) for key in public_keys}))
    digest = hashlib.sha512(b'dialtone-fingerprint-v1\0' + user_id.encode() + b'\0' + keys).digest()
    groups = (int.from_bytes(digest[i : i + 5], 'big') % 100000 for i in range(0, 60, 5))
    return ' '.join(f'{group:05}' for group in groups)


def seed(name, length=32):
    return hashlib.sha256(name.encode()).digest()[:length]


def make_envelope(name):
    sender, recipient = seed(f'{name}: sender'), seed(f'{name}: recipient')
    key, nonce = seed(f'{name}: key'), seed(f'{name}: nonce', 12)
    return {
        'name': f'{name} (Python)',
        'sender_private_key': b64(sender),
        'sender_public_key': b64(public_key(sender)),
        'recipient_private_key': b64(recipient),
        'recipient_public_key': b64(public_key(recipient)),
        'key': b64(key),
        'nonce': b64(nonce),
        'envelope': seal(wrapping_key(sender, public_key(recipient)), key, nonce),
    }


def make_text(name, text):
    key, nonce = seed(f'{name}: key'), seed(f'{name}: nonce', 12)
    data = seal(key, text.encode(), nonce)
    return {'name': f'{name} (Python)', 'key': b64(key), 'nonce': b64(nonce), 'text': text, 'data': data}


def make_keystore(name, password, value):
    salt, nonce = seed(f'{name}: salt', 16), seed(f'{name}: nonce', 12)
    plaintext = json.dumps(value, separators=(',', ':'), ensure_ascii=False).encode()
    keystore = {'version': 1, 'kdf': 'scrypt', 'salt': b64(salt), 'n': 32768, 'r': 8, 'p': 1, 'cipher': 'aes-256-gcm'}
    keystore['data'] = seal(password_key(password, salt), plaintext, nonce)
    return {
        'name': f'{name} (Python)',
        'password': password,
        'salt': b64(salt),
        'nonce': b64(nonce),
        'value': value,
        'keystore': json.dumps(keystore, separators=(',', ':')),
    }


def make_fingerprint(name, user_id, count):
    keys = [b64(public_key(seed(f'{name}: device {i}'))) for i in range(count)]
    return {'name': name, 'user_id': user_id, 'public_keys': keys, 'fingerprint': fingerprint(user_id, keys)}


def make():
    own = {
        'envelopes': [make_envelope('a channel key'), make_envelope('a directory key')],
        'texts': [make_text('a greeting', 'Grüße aus Zürich 🥨'), make_text('12,260 bytes', 'ab' * 6130)],
        'keystores': [
            make_keystore('device_key.json', 'correct horse 7', {'private_key': b64(seed('a device'))}),
            make_keystore('directory_key.json', 'Zürich 8', {'key': b64(seed('a directory key'))}),
        ],
    }
    for name, vectors in own.items():
        file = VECTORS / f'{name}.json'
        document = json.loads(file.read_text())
        document['valid'] = [v for v in document['valid'] if not v['name'].endswith('(Python)')] + vectors
        file.write_text(json.dumps(document, indent=2, ensure_ascii=False) + '\n')
    alice = '0198f6a2-52c1-7d3e-9d38-0a5a4c1be1f2'
    document = {
        'description': 'SHA-512 of "dialtone-fingerprint-v1", a zero byte, the user id, a zero byte and the 32 raw bytes of '
        'each public key, in ascending order, each once; each 5 of its first 60 bytes, big-endian, modulo 100,000, are '
        'a group of 5 digits.',
        'valid': [
            make_fingerprint('no device', alice, 0),
            make_fingerprint('one device', alice, 1),
            make_fingerprint('three devices', alice, 3),
            make_fingerprint('an id that is no UUID', 'Zoë', 2),
        ],
    }
    (VECTORS / 'fingerprints.json').write_text(json.dumps(document, indent=2, ensure_ascii=False) + '\n')


def vectors_of(name):
    return json.loads((VECTORS / f'{name}.json').read_text())['valid']


def check():
    for v in vectors_of('envelopes'):
        sender, recipient = raw(v['sender_private_key']), raw(v['recipient_private_key'])
        assert b64(public_key(sender)) == v['sender_public_key'], v['name']
        assert b64(public_key(recipient)) == v['recipient_public_key'], v['name']
        assert unseal(wrapping_key(recipient, public_key(sender)), v['envelope']) == raw(v['key']), v['name']
        assert seal(wrapping_key(sender, public_key(recipient)), raw(v['key']), raw(v['nonce'])) == v['envelope'], v['name']
    for v in vectors_of('texts'):
        assert unseal(raw(v['key']), v['data']).decode() == v['text'], v['name']
    for v in vectors_of('keystores'):
        file = json.loads(v['keystore'])
        key = password_key(v['password'], raw(file['salt']), file['n'], file['r'], file['p'])
        assert json.loads(unseal(key, file['data'])) == v['value'], v['name']
    for v in vectors_of('fingerprints'):
        assert fingerprint(v['user_id'], v['public_keys']) == v['fingerprint'], v['name']
    print('every vector is as described')


if __name__ == '__main__':
    if sys.argv[1:] == ['--make']:
        make()
    check()
