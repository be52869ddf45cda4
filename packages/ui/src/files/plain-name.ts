// A file's name as it may be shown: without the marks that turn text around, so that "gpj.exe" never reads "exe.jpg".

export function plainName(name: string): string {
  return name.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');
}
