/** What a reader sees of an e-mail, and where its links lead. */
export function visible(html: string): string[] {
  const shown = html
    .replace(/<style>.*?<\/style>/gs, '')
    .replace(/<a href="([^"]*)"[^>]*>/g, ' <$1> ')
    .replace(/<td[^>]* bgcolor="(#E6522C|#68B90F)"[^>]*>/g, ' $1 ')
    .replace(/<(?!http|\/|#)[a-z!][^>]*>|<\/[a-z][^>]*>/gi, ' ');
  return shown.split(/\s+/).filter((word) => word !== '');
}
