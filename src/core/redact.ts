/** Puts in the place of what was hidden; says that something was there. */
const HIDDEN = '[hidden]';

/**
 * What must never stand in a log or a copied report, by shape.
 *
 * Key ids: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 * Bedrock keys: https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-use.html
 */
const RULES: readonly { readonly pattern: RegExp; readonly replacement: string }[] = [
  // The query of a presigned URL is the permission itself. First, because the rules below would cut into it.
  { pattern: /(https?:\/\/[^\s"'<>?]+)\?[^\s"'<>]*X-Amz-[^\s"'<>]*/gi, replacement: `$1?${HIDDEN}` },
  // User name and password in an address, as proxies have them.
  { pattern: /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@"'<>]+@/gi, replacement: `$1${HIDDEN}@` },
  { pattern: /\bbedrock-api-key-[A-Za-z0-9+/=_-]+/g, replacement: HIDDEN },
  { pattern: /\bABSK[A-Za-z0-9+/=_-]{16,}/g, replacement: HIDDEN },
  { pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g, replacement: HIDDEN },
  { pattern: /\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, replacement: `$1 ${HIDDEN}` },
  { pattern: /\b(Signature=)[0-9a-f]{16,}/gi, replacement: `$1${HIDDEN}` },
  {
    pattern:
      /((?:secret_?access_?key|session_?token|security_?token|x-amz-security-token|access_?token|refresh_?token|client_?secret|aws_bearer_token_bedrock)["']?\s*[:=]\s*["']?)[^\s"',;}&]+/gi,
    replacement: `$1${HIDDEN}`,
  },
  // arn:partition:service:region:ACCOUNT:resource
  { pattern: /(\barn:aws[\w-]*:[\w-]*:[\w-]*:)\d{8}(\d{4})\b/g, replacement: '$1…$2' },
  // Of the bucket that Easel proposes.
  { pattern: /(\beasel-video-)\d{8}(\d{4})\b/g, replacement: '$1…$2' },
  { pattern: /(\baccount[\w"']*\s*[:=]?\s*["']?)\d{8}(\d{4})\b/gi, replacement: '$1…$2' },
];

/** The text without keys, tokens, signatures and account numbers; anything else stays as it is. */
export function redact(text: string): string {
  return RULES.reduce((current, { pattern, replacement }) => current.replace(pattern, replacement), text);
}

/** `123456789012` as `…9012`; what is too short to be an account number is hidden whole. */
export function maskAccount(account: string): string {
  return /^\d{12}$/.test(account) ? `…${account.slice(-4)}` : HIDDEN;
}
