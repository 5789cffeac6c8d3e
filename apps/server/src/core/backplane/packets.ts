/** What a node tells all others: the new value of one of its entries (null: it is gone), or an event. */
export type Op =
  | readonly [kind: 'entry', collection: string, id: string, value: object | null]
  | readonly [kind: 'event', type: string, event: object];

/** All entries of a node, by collection and id. */
export type State = Readonly<Record<string, readonly (readonly [id: string, value: object])[]>>;

/** What a node says. `seq` numbers its `ops`, to reveal gaps; other packets repeat the last number. */
export type Content =
  | { readonly kind: 'ops'; readonly seq: number; readonly ops: readonly Op[] }
  | { readonly kind: 'beat'; readonly seq: number; readonly isHello: boolean }
  | { readonly kind: 'bye'; readonly seq: number }
  | { readonly kind: 'ask'; readonly nonce?: string }
  | { readonly kind: 'state'; readonly seq: number; readonly state: State; readonly nonce?: string }
  | { readonly kind: 'direct'; readonly topic: string; readonly data: object };

/** What is sent. `serial` numbers all packets of a node, whomever they are for; older versions number none. */
export type Packet = { readonly node: string; readonly serial?: number } & Content;

/** A packet of ops that are already JSON. */
export function opsPacket(node: string, serial: number, seq: number, ops: readonly string[]): string {
  const head = JSON.stringify({ kind: 'ops', node, serial, seq }).slice(0, -1);
  return `${head},"ops":[${ops.join(',')}]}`;
}
