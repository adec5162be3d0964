import type { ArmPart } from './arm-part.js';
import { agree, shapeFor, type Need } from './need.js';
import type { FieldShape, Shape, ShapeRef } from './shape.js';

/** One shape for objects of several kinds, which has to suit each of them. */
export function mergeParts(
  parts: readonly ArmPart[],
  complain: (what: string) => void,
): Omit<Shape, 'items'> {
  checkSpelling(parts, complain);
  const names = new Set(parts.flatMap(({ named }) => [...named.keys()]));
  const fields = new Map<string, FieldShape>();
  for (const name of names) {
    const uses = parts.flatMap(({ named }) => named.get(name) ?? []);
    if (!agree(uses)) complain(`property \`${name}\``);
    const shape = shapeFor(uses);
    const snake = uses[0]?.snake ?? name;
    if (shape !== null) fields.set(name, [snake, shape]);
    else if (snake !== name) fields.set(name, snake);
  }
  const free = parts.flatMap((part) => part.free ?? []);
  if (!agree(free)) complain('further properties');
  const values = shapeFor(free);
  for (const part of parts) checkPart(part, fields, values, complain);
  return {
    ...(fields.size > 0 && { fields: Object.fromEntries(fields) }),
    ...(values !== null && { values }),
  };
}

/** Each name has to have one other spelling, in both directions. */
function checkSpelling(parts: readonly ArmPart[], complain: (what: string) => void): void {
  const spelled = new Map<string, string>();
  const meant = new Map<string, string>();
  for (const { named } of parts) {
    for (const [name, { snake }] of named) {
      const other = meant.get(snake) ?? name;
      if (other !== name)
        complain(`\`${other}\` and \`${name}\` are both \`${snake}\` in snake_case`);
      else if ((spelled.get(name) ?? snake) !== snake) complain(`property \`${name}\``);
      meant.set(snake, name);
      spelled.set(name, snake);
    }
  }
}

/** Whether the merged shape leaves alone what an arm does not want to be touched. */
function checkPart(
  { named, free }: ArmPart,
  fields: ReadonlyMap<string, FieldShape>,
  values: ShapeRef | null,
  complain: (what: string) => void,
): void {
  for (const [name, need] of named)
    if (!fields.has(name) && values !== null && !need.indifferent) complain(`property \`${name}\``);
  const foreign = [...fields].filter(([name]) => !named.has(name));
  if (free !== null && foreign.some(([name, field]) => touches(name, field, free)))
    complain('an arm with free keys');
}

/** True if data under a key that is a name elsewhere would be changed. */
function touches(name: string, field: FieldShape, free: Need): boolean {
  if (typeof field === 'string') return field !== name;
  const [snake, shape] = field;
  return snake !== name || !agree([{ shape, indifferent: false }, free]);
}
