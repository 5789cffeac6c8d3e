import type { Sources } from '../load.js';
import type { Model } from '../model.js';
import type { Complaint, Place } from '../place.js';

/** References stay within the file or lead to openapi.yaml, what they name exists, and every component is used. */
export function lintReferences(sources: Sources): Complaint[] {
  const used = new Set<string>();
  const complaints: Complaint[] = [];
  const visit = (place: Place): void => {
    if (place.isMap) {
      const ref = place.find('$ref');
      if (typeof ref?.value === 'string') complaints.push(...check(ref, ref.value, used));
      place.entries().forEach(visit);
    } else if (Array.isArray(place.value)) place.items().forEach(visit);
  };
  for (const { root } of [sources.openapi, sources.asyncapi]) visit(root);
  for (const { root, name } of [sources.openapi, sources.asyncapi]) {
    for (const group of root.get('components').entries()) {
      if (group.key === 'securitySchemes') continue;
      for (const entry of group.entries()) {
        if (!used.has(`${name}#/components/${group.key}/${entry.key}`)) {
          complaints.push(entry.complaint(`nothing uses ${entry.key}`));
        }
      }
    }
  }
  return complaints;
}

function check(ref: Place, text: string, used: Set<string>): Complaint[] {
  const [file = '', pointer = ''] = text.split('#');
  const source = file === '' ? ref.source : ref.source.neighbour(file);
  if (!source) return [ref.complaint(`${text}: only #/… and, in asyncapi.yaml, ./openapi.yaml#/… can be referred to`)];
  used.add(`${source.name}#${pointer}`);
  let target: Place | undefined = source.root;
  for (const step of pointer.split('/').slice(1)) target = target?.find(step);
  return target ? [] : [ref.complaint(`${text} does not exist`)];
}

/** Every rule that a text quotes (RT4) is in `x-rules`, and the rules are numbered without gaps. */
export function lintRules(sources: Sources, model: Model): Complaint[] {
  const rules = sources.asyncapi.root.find('x-rules')?.entries() ?? [];
  const complaints: Complaint[] = [];
  for (const { summary, place } of model.messages) {
    for (const [id] of summary.matchAll(/\bRT\d+\b/g)) {
      if (!rules.some(({ key }) => key === id)) complaints.push(place.complaint(`there is no rule ${id}`));
    }
  }
  rules.forEach((rule, index) => {
    if (rule.key !== `RT${index + 1}`) complaints.push(rule.complaint(`expected RT${index + 1}: rules are numbered`));
  });
  return complaints;
}
