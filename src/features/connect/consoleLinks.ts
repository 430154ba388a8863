/** Regions of a partition of its own have a console of their own: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
function consoleHost(region: string): string {
  if (region.startsWith('us-gov-')) return 'console.amazonaws-us-gov.com';
  if (region.startsWith('cn-')) return 'console.amazonaws.cn';
  return region === '' ? 'console.aws.amazon.com' : `${region}.console.aws.amazon.com`;
}

function regionQuery(region: string): string {
  return region === '' ? '' : `?region=${encodeURIComponent(region)}`;
}

/** The page where an account is given access to models: https://docs.aws.amazon.com/bedrock/latest/userguide/model-access.html */
export function modelAccessUrl(region: string): string {
  return `https://${consoleHost(region)}/bedrock/home${regionQuery(region)}#/modelaccess`;
}

/** The quotas of Amazon Bedrock: https://docs.aws.amazon.com/servicequotas/latest/userguide/gs-request-quota.html */
export function serviceQuotasUrl(region: string): string {
  return `https://${consoleHost(region)}/servicequotas/home/services/bedrock/quotas${regionQuery(region)}`;
}
