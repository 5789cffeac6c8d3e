import { createHmac, timingSafeEqual } from 'node:crypto';

const MAC_CHARS = 43; // 32 bytes, base64url

/** Authenticates what servers of this installation send, so that everything else on a channel is ignored. */
export class Seal {
  private readonly key: Buffer;

  /** @param secret known to all servers of the installation, and to nobody else */
  constructor(secret: string) {
    this.key = createHmac('sha256', secret).update('dialtone backplane').digest();
  }

  /** A name that reveals nothing about the text to anyone without the secret. */
  nameFor(text: string): string {
    return this.mac(`name ${text}`).toString('base64url');
  }

  /** Seals a text for one channel. */
  close(channel: string, text: string): string {
    return this.mac(`${channel} ${text}`).toString('base64url') + text;
  }

  /** The text, if it was sealed for this channel by one of our servers; else null. */
  open(channel: string, sealed: string): string | null {
    const text = sealed.slice(MAC_CHARS);
    const mac = Buffer.from(sealed.slice(0, MAC_CHARS), 'base64url');
    const expected = this.mac(`${channel} ${text}`);
    return mac.length === expected.length && timingSafeEqual(mac, expected) ? text : null;
  }

  private mac(text: string): Buffer {
    return createHmac('sha256', this.key).update(text).digest();
  }
}
