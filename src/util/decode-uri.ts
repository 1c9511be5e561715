/** A part of a URL without its escapes; as it stands where they are broken (`%zz`). */
export function decodeUriPart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
