// The English texts of choosing and sending files.

export const fileTexts = {
  attachFile: 'Attach a file',
  removeFile: 'Remove {file}',
  uploading: 'Uploading {file}',
  cancelUpload: 'Cancel upload of {file}',
  uploadStopped: 'Upload stopped.',
  fileEmpty: '{file} is empty.',
  fileTooLarge: '{file} is too large. The limit is {size}.',
  fileTypeRefused: '{file} can’t be sent. Allowed: {types}.',
  tooManyFiles: 'At most {n} files per message.',
  filesNotAllowed: 'No more files are taken here today.',
} as const;

export type FileKey = keyof typeof fileTexts;
