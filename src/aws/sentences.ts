/**
 * The few failures that share one exception name and one status, so that only the service's fixed sentence tells them apart.
 *
 * Each test is anchored at the start of the message and matches our own model id at most. None of these sentences quotes the
 * request, and every other message with the same name starts differently, so a prompt cannot pretend to be one.
 *
 * Sentences as collected from public reports; see also
 * https://docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html
 */
const SENTENCES = {
  // 404 ResourceNotFoundException
  ended: /^This model version has reached the end of its life\b/,
  locked: /^Access denied\. This Model is marked by provider as Legacy\b/,
  useCaseFormMissing: /^Model use case details have not been submitted for this account\b/,
  // 403 AccessDeniedException
  noModelAccess: /^You don['’]t have access to the model with the specified model ID\b/,
  // "Model access is denied due to …": what follows is IAM's sentence or a fixed one about Marketplace permissions.
  marketplaceDenied:
    /^Model access is denied due to .*Your AWS Marketplace subscription for this model cannot be completed at this time\b/s,
  marketplacePending:
    /^(?:.*\. )?Your AWS Marketplace subscription for this model is still being processed\b/s,
  bearerKeyRefused:
    /^(?:Authentication failed: Please make sure your API Key is valid|Bearer Token has expired)\b/,
  // 400 ValidationException
  invalidModelId: /^The provided model identifier is invalid\.?$/,
  profileNeeded: /^Invocation of model ID \S+ with on-demand throughput isn['’]t supported\b/,
  promptFiltered:
    /^This request has been blocked by our content filters\. Please adjust your text prompt to submit a new request\.?$/,
  inputImageFiltered:
    /^This request has been blocked by our content filters\. Please adjust your input image to submit a new request\.?$/,
  inputTooLong:
    /^(?:The model returned the following errors: )?(?:Input is too long for requested model\b|[Pp]rompt is too long\b)/,
} as const;

export type SentenceName = keyof typeof SENTENCES;

export function says(message: string, sentence: SentenceName): boolean {
  return SENTENCES[sentence].test(message);
}

/** IAM's sentence: the action that is missing stands in it, and nowhere else. */
const IAM_DENIAL =
  /^(?:Model access is denied due to )?User: \S+ is not authorized to perform: ([\w-]+:[\w*]+)(?: |$)/;

/** The action that IAM denied, such as `bedrock:InvokeModel`. */
export function deniedAction(message: string): string | undefined {
  return IAM_DENIAL.exec(message)?.[1];
}

const MALFORMED = /^Malformed input request: (?:#(\/[^\s:]*)?: )?(.*)$/s;
const KEY = /^(?:required|extraneous) key \[([^\]]+)\]/;
const ADVICE = /,? please reformat your input and try again\.?$/;

export interface SchemaComplaint {
  /** `textToImageParams.text`; absent where the service only counts violations. */
  readonly field?: string;
  readonly reason: string;
}

/** What the service's schema check says about the request; the pointer stands first, before anything that could quote it. */
export function schemaComplaint(message: string): SchemaComplaint | undefined {
  const found = MALFORMED.exec(message);
  if (!found) return undefined;
  const [, pointer = '', rest = ''] = found;
  const segments = pointer.split('/').filter((segment) => segment !== '');
  const key = KEY.exec(rest)?.[1];
  const field = [...segments, ...(key === undefined ? [] : [key])].join('.');
  return { ...(field === '' ? {} : { field }), reason: rest.replace(ADVICE, '') };
}
