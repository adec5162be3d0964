const why = { type: 'string', minLength: 1 } as const;

function section(properties: Record<string, object>): object {
  return {
    type: 'object',
    additionalProperties: {
      type: 'object',
      properties: { ...properties, why },
      required: [...Object.keys(properties), 'why'],
      additionalProperties: false,
    },
  };
}

const text = { type: 'string', minLength: 1 } as const;

/** The shape of an overlay file. */
export const OVERLAY_SCHEMA: object = {
  type: 'object',
  properties: {
    results: section({ result: text }),
    lanes: section({ lane: { enum: ['long', 'urgent'] } }),
    docs: section({ text }),
    properties: section({ name: text }),
    names: section({ name: text }),
    snakeNames: section({ name: text }),
    opaque: section({}),
  },
  additionalProperties: false,
};
