import { validation, type Refusal } from '../errors';

/** A request's JSON object, read field by field; what was not asked for by the end is a field the service does not know. */
export class Fields {
  readonly #value: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #known = new Set<string>();

  constructor(value: unknown, path = '#') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw malformed(`${path}: expected type: JSONObject, found: ${typeName(value)}`);
    }
    this.#value = value as Record<string, unknown>;
    this.#path = path;
  }

  has(key: string): boolean {
    this.#known.add(key);
    return this.#value[key] !== undefined;
  }

  text(key: string, limits: { readonly min: number; readonly max: number }): string | undefined {
    const value = this.#take(key);
    if (value === undefined) return undefined;
    if (typeof value !== 'string') throw this.#wrongType(key, 'String', value);
    const { length } = value;
    if (length < limits.min) {
      throw malformed(`${this.#at(key)}: expected minLength: ${limits.min}, actual: ${length}`);
    }
    if (length > limits.max) {
      throw malformed(`${this.#at(key)}: expected maxLength: ${limits.max}, actual: ${length}`);
    }
    return value;
  }

  requiredNumber(
    key: string,
    limits: { readonly min: number; readonly max: number; readonly isWhole?: boolean },
  ): number {
    return this.number(key, limits) ?? this.#missing(key);
  }

  requiredText(key: string, limits: { readonly min: number; readonly max: number }): string {
    return this.text(key, limits) ?? this.#missing(key);
  }

  number(
    key: string,
    limits: { readonly min: number; readonly max: number; readonly isWhole?: boolean },
  ): number | undefined {
    const value = this.#take(key);
    if (value === undefined) return undefined;
    if (typeof value !== 'number' || !Number.isFinite(value)) throw this.#wrongType(key, 'Number', value);
    if (limits.isWhole && !Number.isInteger(value)) throw this.#wrongType(key, 'Integer', value);
    if (value < limits.min)
      throw malformed(`${this.#at(key)}: ${value} is not greater or equal to ${limits.min}`);
    if (value > limits.max)
      throw malformed(`${this.#at(key)}: ${value} is not less or equal to ${limits.max}`);
    return value;
  }

  choice<T extends string>(key: string, values: readonly T[]): T | undefined {
    const value = this.#take(key);
    if (value === undefined) return undefined;
    const match = values.find((each) => each === value);
    if (match === undefined)
      throw malformed(`${this.#at(key)}: ${JSON.stringify(value)} is not a valid enum value`);
    return match;
  }

  requiredChoice<T extends string>(key: string, values: readonly T[]): T {
    return this.choice(key, values) ?? this.#missing(key);
  }

  flag(key: string): boolean | undefined {
    const value = this.#take(key);
    if (value === undefined || typeof value === 'boolean') return value;
    throw this.#wrongType(key, 'Boolean', value);
  }

  /** Base64 as it stands, not yet decoded. */
  encoded(key: string): string | undefined {
    return this.text(key, { min: 1, max: Infinity });
  }

  requiredEncoded(key: string): string {
    return this.encoded(key) ?? this.#missing(key);
  }

  requiredTexts(key: string, limits: { readonly min: number; readonly max: number }): readonly string[] {
    const value: unknown = this.#take(key) ?? this.#missing(key);
    if (!Array.isArray(value)) throw this.#wrongType(key, 'JSONArray', value);
    this.#checkCount(key, value.length, limits);
    return value.map((item: unknown, index) => {
      if (typeof item !== 'string') throw this.#wrongType(`${key}/${index}`, 'String', item);
      return item;
    });
  }

  objects(
    key: string,
    limits: { readonly min: number; readonly max: number },
  ): readonly Fields[] | undefined {
    const value: unknown = this.#take(key);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw this.#wrongType(key, 'JSONArray', value);
    this.#checkCount(key, value.length, limits);
    return value.map((item: unknown, index) => new Fields(item, `${this.#at(key)}/${index}`));
  }

  requiredObjects(key: string, limits: { readonly min: number; readonly max: number }): readonly Fields[] {
    return this.objects(key, limits) ?? this.#missing(key);
  }

  object(key: string): Fields | undefined {
    const value = this.#take(key);
    return value === undefined ? undefined : new Fields(value, this.#at(key));
  }

  requiredObject(key: string): Fields {
    return this.object(key) ?? this.#missing(key);
  }

  /** @throws Refusal for the first field that nobody asked for */
  close(): void {
    const unknown = Object.keys(this.#value).find((key) => !this.#known.has(key));
    if (unknown !== undefined) throw malformed(`${this.#path}: extraneous key [${unknown}] is not permitted`);
  }

  #take(key: string): unknown {
    this.#known.add(key);
    return this.#value[key];
  }

  #checkCount(
    key: string,
    count: number,
    { min, max }: { readonly min: number; readonly max: number },
  ): void {
    if (count < min)
      throw malformed(`${this.#at(key)}: expected minimum item count: ${min}, found: ${count}`);
    if (count > max)
      throw malformed(`${this.#at(key)}: expected maximum item count: ${max}, found: ${count}`);
  }

  #missing(key: string): never {
    throw malformed(`${this.#path}: required key [${key}] not found`);
  }

  #wrongType(key: string, expected: string, value: unknown): Refusal {
    return malformed(`${this.#at(key)}: expected type: ${expected}, found: ${typeName(value)}`);
  }

  #at(key: string): string {
    return `${this.#path}/${key}`;
  }
}

/** The service's frame around what its schema complains about. */
export function malformed(complaint: string): Refusal {
  return validation(`Malformed input request: ${complaint}, please reformat your input and try again.`);
}

function typeName(value: unknown): string {
  if (value === null) return 'Null';
  if (Array.isArray(value)) return 'JSONArray';
  const name = typeof value;
  return name === 'object' ? 'JSONObject' : name.charAt(0).toUpperCase() + name.slice(1);
}
