/** `entries` → `entry`, `boxes` → `box`, `bookmarks` → `bookmark`; a word that is no plural stays. */
export function singular(tag: string): string {
  if (tag.endsWith('ies')) return `${tag.slice(0, -3)}y`;
  if (/(?:s|x|z|ch|sh)es$/.test(tag)) return tag.slice(0, -2);
  return tag.endsWith('s') && !tag.endsWith('ss') ? tag.slice(0, -1) : tag;
}

export function kebab(camel: string): string {
  return camel.replace(/[A-Z]/g, '-$&').toLowerCase();
}

export function snake(camel: string): string {
  return camel.replace(/[A-Z]/g, '_$&').toLowerCase();
}

export function camel(snaked: string): string {
  return snaked.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
