/** Which key it is, and how it is sealed: a version of a channel's key; 0 is the one that the channel began with. */
export interface KeyPlace {
  readonly channelId: string;
  readonly version: number;
  /**
   * Is it sealed for this channel and version? Later versions always are. The first is, besides, once there are later ones:
   * it can no longer be checked with the channel's name when that is under one of those.
   */
  readonly isBound: boolean;
}

/** A version of a channel's key, in the form in which it has always been sealed, or since there are versions. */
export function placeOf(channelId: string, version: number, isBound = version > 0): KeyPlace {
  return { channelId, version, isBound };
}

/** The name of the directory key among those of the channels. */
export const DIRECTORY = '';

/** What the store calls a key; without a place, the directory key. */
export function keyName(place: KeyPlace | undefined): string {
  if (place === undefined) return DIRECTORY;
  return !place.isBound ? place.channelId : `${place.channelId}/${String(place.version)}`;
}

/** Is it the name of one of the channel's keys? */
export function isKeyNameOf(channelId: string, name: string): boolean {
  return name === channelId || name.startsWith(`${channelId}/`);
}
