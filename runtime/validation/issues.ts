import type { ErrorObject } from 'ajv';

/** One thing that is wrong with a message. */
export interface ViolationIssue {
  /** JSON pointer of the place, relative to the params or the result. */
  readonly pointer: string;
  /** What is wrong there. */
  readonly message: string;
}

/**
 * The issues behind ajv's errors. Of a union without a tag ajv reports what is wrong with each
 * variant; the variant that fits furthest is the one that was meant.
 */
export function issues(errors: readonly ErrorObject[]): ViolationIssue[] {
  const concrete = errors.filter(({ keyword }) => keyword !== 'oneOf' && keyword !== 'anyOf');
  const deepest = Math.max(...concrete.map(depth));
  const meant = concrete.filter((error) => depth(error) === deepest);
  const ofRightType = meant.filter(({ keyword }) => keyword !== 'type');
  const [first] = meant;
  if (!first) return errors.map(issue);
  if (ofRightType.length > 0) return unique(ofRightType.map(issue));
  const types = [...new Set(meant.flatMap(({ params }) => params['type'] as string | string[]))];
  return [{ pointer: first.instancePath, message: `must be ${types.join(' or ')}` }];
}

function depth({ instancePath }: ErrorObject): number {
  return instancePath.split('/').length;
}

function unique(found: readonly ViolationIssue[]): ViolationIssue[] {
  return [...new Map(found.map((one) => [`${one.pointer} ${one.message}`, one])).values()];
}

interface Variant {
  readonly properties: Readonly<Record<string, { readonly enum: readonly string[] }>>;
}

function issue({
  instancePath,
  keyword,
  message,
  params,
  parentSchema,
}: ErrorObject): ViolationIssue {
  switch (keyword) {
    case 'required':
      return {
        pointer: instancePath,
        message: `must have the property ${JSON.stringify(params['missingProperty'])}`,
      };
    case 'enum':
      return { pointer: instancePath, message: oneOf(params['allowedValues'] as unknown[]) };
    case 'additionalProperties':
      return {
        pointer: `${instancePath}/${escaped(String(params['additionalProperty']))}`,
        message: 'is a property that does not exist',
      };
    case 'discriminator': {
      const tag = String(params['tag']);
      const variants = (parentSchema?.['oneOf'] ?? []) as readonly Variant[];
      return {
        pointer: `${instancePath}/${escaped(tag)}`,
        message: oneOf(variants.flatMap(({ properties }) => properties[tag]?.enum ?? [])),
      };
    }
    default:
      return { pointer: instancePath, message: message ?? 'does not fit' };
  }
}

function oneOf(values: readonly unknown[]): string {
  const list = values.map((value) => JSON.stringify(value)).join(', ');
  return values.length === 1 ? `must be ${list}` : `must be one of ${list}`;
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
