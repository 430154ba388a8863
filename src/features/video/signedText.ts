import type { SignedUrl } from '../../core/video/jobs/ports';
import type { Words } from '../../platform/words';

/**
 * How long a URL works. One that the keys of a session have signed ends with the session, whatever was asked for.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html
 */
export function signedText(
  {
    name,
    label,
    wantedUntil,
  }: { readonly name: string; readonly label: string; readonly wantedUntil: number },
  { session }: SignedUrl,
  { t, format }: Words,
): string {
  if (!session) return t('The URL of {0} is on the clipboard. It works for {1}.', name, label);
  const { endsAt } = session;
  if (endsAt === undefined) {
    return t(
      'The URL of {0} is on the clipboard. It works for {1}, but not longer than your AWS sign-in: it was signed with temporary credentials.',
      name,
      label,
    );
  }
  return endsAt >= wantedUntil
    ? t('The URL of {0} is on the clipboard. It works for {1}.', name, label)
    : t(
        'The URL of {0} is on the clipboard. It works until {1}, {2}, not for {3}: then the temporary credentials that signed it end.',
        name,
        format.date(endsAt),
        format.time(endsAt),
        label,
      );
}
