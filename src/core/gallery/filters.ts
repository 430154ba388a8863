import { folderName, typeOf, type GalleryImage } from './image';
import { daysBefore } from './days';

/** How long ago something was made. */
export type Age = 'today' | 'week' | 'month' | 'older';

/** One choice of the filter. Choices of one kind widen each other, different kinds narrow. */
export type Filter =
  | { readonly kind: 'task'; readonly value: string }
  | { readonly kind: 'model'; readonly value: string }
  | { readonly kind: 'age'; readonly value: Age }
  | { readonly kind: 'folder'; readonly value: string }
  | { readonly kind: 'type'; readonly value: string }
  /** More than one file has these bytes, or shows nearly the same. */
  | { readonly kind: 'duplicates' }
  /** No document links to it. */
  | { readonly kind: 'unused' };

/** What filters must know beside the images. */
export interface FilterFacts {
  readonly nowMs: number;
  /** URIs of files that some document links to. */
  readonly used: ReadonlySet<string>;
  /** By the URI of a file, the number of the group that it is equal or nearly equal in; absent where nobody compared. */
  readonly duplicates?: ReadonlyMap<string, number> | undefined;
}

/** @returns an id of a filter that is the same for the same choice */
export function filterId(filter: Filter): string {
  return 'value' in filter ? `${filter.kind}:${filter.value}` : filter.kind;
}

/** @returns the images that pass, in their order */
export function applyFilters(
  images: readonly GalleryImage[],
  filters: readonly Filter[],
  facts: FilterFacts,
): readonly GalleryImage[] {
  const kinds = [...new Set(filters.map(({ kind }) => kind))];
  return images.filter((image) =>
    kinds.every((kind) => filters.some((filter) => filter.kind === kind && passes(image, filter, facts))),
  );
}

function passes(image: GalleryImage, filter: Filter, { nowMs, used, duplicates }: FilterFacts): boolean {
  switch (filter.kind) {
    case 'task':
      return image.making?.task === filter.value;
    case 'model':
      return image.making?.modelId === filter.value;
    case 'age':
      return ageOf(image.timeMs, nowMs) === filter.value;
    case 'folder':
      return image.files.some(({ path }) => folderName(path) === filter.value);
    case 'type':
      return image.files.some(({ path }) => typeOf(path) === filter.value);
    case 'duplicates':
      return image.files.length > 1 || image.files.some(({ uri }) => duplicates?.has(uri) === true);
    case 'unused':
      return !image.files.some(({ uri }) => used.has(uri));
  }
}

function ageOf(timeMs: number, nowMs: number): Age {
  const days = daysBefore(timeMs, nowMs);
  return days <= 0 ? 'today' : days < 7 ? 'week' : days < 30 ? 'month' : 'older';
}

/** One choice that the images at hand offer, with how many it would leave. */
export interface FilterChoice {
  readonly filter: Filter;
  /** A model's name; for other kinds the value says it all. */
  readonly name?: string;
  readonly count: number;
}

/** What can be chosen among these images, most frequent first within a kind. */
export function filterChoices(images: readonly GalleryImage[], facts: FilterFacts): readonly FilterChoice[] {
  const choices = new Map<string, { filter: Filter; name?: string; count: number }>();
  const add = (filter: Filter, name?: string): void => {
    const id = filterId(filter);
    const known = choices.get(id);
    if (known) known.count++;
    else choices.set(id, { filter, count: 1, ...(name === undefined ? {} : { name }) });
  };
  for (const image of images) {
    if (image.making) {
      add({ kind: 'task', value: image.making.task });
      add({ kind: 'model', value: image.making.modelId }, image.making.modelName);
    }
    add({ kind: 'age', value: ageOf(image.timeMs, facts.nowMs) });
    for (const folder of new Set(image.files.map(({ path }) => folderName(path)))) {
      add({ kind: 'folder', value: folder });
    }
    for (const type of new Set(image.files.map(({ path }) => typeOf(path))))
      add({ kind: 'type', value: type });
    if (passes(image, { kind: 'duplicates' }, facts)) add({ kind: 'duplicates' });
    if (passes(image, { kind: 'unused' }, facts)) add({ kind: 'unused' });
  }
  const kinds: readonly Filter['kind'][] = ['task', 'model', 'age', 'folder', 'type', 'duplicates', 'unused'];
  return [...choices.values()].sort(
    (a, b) => kinds.indexOf(a.filter.kind) - kinds.indexOf(b.filter.kind) || b.count - a.count,
  );
}
