/** A part of a URL without its escapes; as written if they are broken (`%zz`). */
export function decodeUriPart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
