import { s3Refusal } from './errors';
import type { ObjectMeta } from './store';
import { element, s3Root } from './xml';

/** `GET /bucket?list-type=2` */
export function listObjectsV2(
  bucket: string,
  objects: readonly ObjectMeta[],
  query: URLSearchParams,
): string {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const maxKeys = Number(query.get('max-keys') ?? 1000);
  if (!Number.isInteger(maxKeys) || maxKeys < 0)
    throw s3Refusal('InvalidArgument', 'Argument max-keys must be an integer');
  const isUrl = query.get('encoding-type') === 'url';
  const shown = (key: string): string => (isUrl ? encodeURIComponent(key).replaceAll('%2F', '/') : key);
  const token = query.get('continuation-token');
  const after = token === null ? query.get('start-after') : Buffer.from(token, 'base64').toString('utf8');

  const rows: { readonly sortKey: string; readonly xml: string; readonly isPrefix: boolean }[] = [];
  for (const object of objects) {
    if (!object.key.startsWith(prefix)) continue;
    const cut = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length);
    const common = cut < 0 ? undefined : object.key.slice(0, cut + delimiter.length);
    const sortKey = common ?? object.key;
    if (after !== null && Buffer.compare(Buffer.from(sortKey), Buffer.from(after)) <= 0) continue;
    if (rows.at(-1)?.sortKey === sortKey) continue;
    rows.push({
      sortKey,
      isPrefix: common !== undefined,
      xml:
        common === undefined
          ? contentXml(object, shown)
          : element('CommonPrefixes', element('Prefix', shown(common)), true),
    });
  }
  const page = rows.slice(0, Math.min(1000, maxKeys));
  const isTruncated = page.length < rows.length && maxKeys > 0;
  const last = page.at(-1)?.sortKey ?? '';
  return s3Root(
    'ListBucketResult',
    element('Name', bucket) +
      element('Prefix', shown(prefix)) +
      (delimiter === '' ? '' : element('Delimiter', shown(delimiter))) +
      element('MaxKeys', maxKeys) +
      element('KeyCount', page.length) +
      element('IsTruncated', String(isTruncated)) +
      (isUrl ? element('EncodingType', 'url') : '') +
      (isTruncated ? element('NextContinuationToken', Buffer.from(last).toString('base64')) : '') +
      page.map(({ xml }) => xml).join(''),
  );
}

function contentXml({ key, etag, modifiedAt, size }: ObjectMeta, shown: (key: string) => string): string {
  return element(
    'Contents',
    element('Key', shown(key)) +
      element('LastModified', new Date(modifiedAt).toISOString()) +
      element('ETag', etag) +
      element('Size', size) +
      element('StorageClass', 'STANDARD'),
    true,
  );
}
