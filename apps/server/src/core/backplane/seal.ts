import { createHmac, timingSafeEqual } from 'node:crypto';

const MAC_CHARS = 43; // 32 bytes, base64url

/** Marks what a server of this installation wrote, so that nothing else that is on the channel counts. */
export class Seal {
  private readonly key: Buffer;

  /** @param secret what all servers of the installation have, and nobody else */
  constructor(secret: string) {
    this.key = createHmac('sha256', secret).update('dialtone backplane').digest();
  }

  /** A name that tells nobody without the secret what it stands for. */
  nameFor(text: string): string {
    return this.mac(`name ${text}`).toString('base64url');
  }

  /** Seals a text for one channel. */
  close(channel: string, text: string): string {
    return this.mac(`${channel} ${text}`).toString('base64url') + text;
  }

  /** The text that was sealed for this channel; null when it was not, or not by one of us. */
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
