// Which type of file a name promises. The database judges alike; see `file_type_of` in schema/migrations/0018_attachments.sql.
// What a file dialog offers is in file-limits.ts. Nothing may import it but check-files.ts, which is loaded with the first file.

const TYPE_OF_EXTENSION: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
  pdf: 'application/pdf',
  txt: 'text/plain',
  csv: 'text/csv',
};

/** Endings that run, or open as a page: hidden before a harmless one they are still what some systems go by. */
const DANGEROUS_EXTENSIONS =
  /^(?:apk|app|aspx?|bat|bin|chm|class|cmd|com|cpl|deb|dll|dmg|docm|exe|hta|html?|iso|jar|js|jse|jspx?|lnk|mht|mhtml|mjs|msi|php|pif|pkg|ps1|py|reg|rpm|scr|sh|shtml|svgz?|swf|url|vbe|vbs|wasm|wsf|xht|xhtml|xlsm|xml|xsl)$/;

/** Controls, and characters that show a name in another order than it has. */
const MISLEADING_CHARACTERS = /[\u0001-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

/** Null when no file of that name may be sent. */
export function fileTypeOf(name: string): string | null {
  const [, ...endings] = name.toLowerCase().split('.');
  const last = endings.pop();
  if (
    last === undefined ||
    MISLEADING_CHARACTERS.test(name) ||
    endings.some((ending) => DANGEROUS_EXTENSIONS.test(ending.trim()))
  )
    return null;
  return Object.hasOwn(TYPE_OF_EXTENSION, last) ? (TYPE_OF_EXTENSION[last] ?? null) : null;
}
