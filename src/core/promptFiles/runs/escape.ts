const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Text that is text in HTML, between tags and in quoted attributes; what no page may hold becomes the sign for what cannot be shown. */
export function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"'`]/g, (sign) => entities[sign] ?? '')
    .replace(/\p{Cs}|(?![\t\n\r])\p{Cc}/gu, '\uFFFD');
}
