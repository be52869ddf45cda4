// The English texts of a visitor's limits: what is too much for now, and when it goes on.

export const limitTexts = {
  sendsIn: 'You’re sending quickly. Your message goes out in {time}.',
  startsIn: 'Many conversations were started in a short time. This one goes out in {time}.',
  dayFull: 'No more messages can be taken today. Please come back tomorrow.',
} as const;
