/** Which key it is: a version of a channel's key; 0 is the one that the channel began with. */
export interface KeyPlace {
  readonly channelId: string;
  readonly version: number;
}

/** The name of the directory key among those of the channels. */
export const DIRECTORY = '';

/** What the store calls a key; without a place, the directory key. */
export function keyName(place: KeyPlace | undefined): string {
  if (place === undefined) return DIRECTORY;
  return place.version === 0 ? place.channelId : `${place.channelId}/${String(place.version)}`;
}

/** Is it the name of one of the channel's keys? */
export function isKeyNameOf(channelId: string, name: string): boolean {
  return name === channelId || name.startsWith(`${channelId}/`);
}
