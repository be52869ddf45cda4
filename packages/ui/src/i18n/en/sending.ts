// The English text of a message on its way, which shows before the transcript is there.

export const sendingTexts = { sending: 'Sending' } as const;
