/** Text that stands in Markdown as it is, and still wraps: `appendText` of VS Code makes every blank one that does not. */
export function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]()#+.!<>|~&-]/g, '\\$&');
}
