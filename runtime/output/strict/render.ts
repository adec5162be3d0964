import { constraintKeywords } from './keywords.js';
import type { ReadSchema } from './read.js';
import {
  type Constraint,
  type Notes,
  nullMeansAbsent,
  type Shape,
  type ValueShape,
} from './shape.js';

type Json = Record<string, unknown>;

/** The schema in the form that strict mode asks for. */
export function renderStrict({ root, definitions }: ReadSchema): Json {
  const rendered = render(root);
  if (definitions.length === 0) return rendered;
  const $defs = Object.fromEntries(definitions.map(({ name, shape }) => [name, render(shape)]));
  return { ...rendered, $defs };
}

function render(shape: Shape): Json {
  if (shape.kind === 'value') return renderValue(shape);
  const notes = noted(shape.notes);
  if (shape.kind === 'union') return { ...notes, anyOf: shape.branches.map(render) };
  const { name } = shape.target;
  const $ref = name === '' ? '#' : `#/$defs/${name}`;
  // Nothing may stand beside a reference.
  return Object.keys(notes).length === 0 ? { $ref } : { ...notes, anyOf: [{ $ref }] };
}

function renderValue(shape: ValueShape): Json {
  const { types, values, constraints, properties, items, notes } = shape;
  const json: Json = { type: types.length === 1 ? types[0] : [...types] };
  const unsaid: Constraint[] = [];
  for (const constraint of constraints) {
    const { keyword, value } = constraint;
    const said = !(keyword in json) && constraintKeywords.get(keyword)?.sayable(value);
    if (said) json[keyword] = value;
    else unsaid.push(constraint);
  }
  if (values) json['enum'] = [...values];
  if (properties) {
    json['properties'] = Object.fromEntries(
      [...properties].map(([key, property]) => [
        key,
        nullMeansAbsent(property) ? nullable(property.shape) : render(property.shape),
      ]),
    );
    json['required'] = [...properties.keys()];
    json['additionalProperties'] = false;
  }
  if (items) json['items'] = render(items);
  return { ...noted(notes, unsaid), ...json };
}

function nullable(shape: Shape): Json {
  if (shape.kind === 'value' && !shape.values && !shape.properties && !shape.items) {
    return render({ ...shape, types: [...shape.types, 'null'] });
  }
  if (shape.kind === 'union') {
    return { ...noted(shape.notes), anyOf: [...shape.branches.map(render), { type: 'null' }] };
  }
  const { notes } = shape;
  return { ...noted(notes), anyOf: [render({ ...shape, notes: {} }), { type: 'null' }] };
}

/** Words for the model; limits that strict mode cannot say are among them. */
function noted({ title, description }: Notes, unsaid: readonly Constraint[] = []): Json {
  const limits = unsaid.map(({ keyword, value }) => `${keyword}: ${JSON.stringify(value)}`);
  const words = [description, limits.length > 0 ? `(${limits.join(', ')})` : undefined];
  const text = words.filter((part) => part !== undefined).join(' ');
  return {
    ...(title === undefined ? {} : { title }),
    ...(text === '' ? {} : { description: text }),
  };
}
