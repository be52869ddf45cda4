// Rows as the database sends them, for tests of how they are read.

export const sessionRow = {
  id: 's1',
  widget_id: 'w1',
  status: 'pending',
  rev: 7,
  last_seq: 3,
  visitor_name: 'Grace',
  visitor_email: null,
  visitor_read_seq: 2,
  visitor_delivered_seq: 3,
  agent_read_seq: 1,
  agent_delivered_seq: 1,
  last_message_at: '2026-01-05T09:00:00.123456+00:00',
  last_message_preview: 'Hi',
  last_message_by: 'agent',
  agent_name: 'Ada',
  agent_avatar_url: 'https://example.com/ada.png',
  rating: null,
  rating_comment: null,
  resolved_at: null,
  created_at: '2026-01-05T08:00:00Z',
  updated_at: '2026-01-05T10:00:00+01:00',
};
export const summaryRow = {
  ...sessionRow,
  tenant_id: 't1',
  visitor_id: 'v1',
  tags: ['a'],
  priority: 'high',
  visitor_verified: true,
};
export const messageRow = {
  id: 'm1',
  session_id: 's1',
  seq: 3,
  rev: 7,
  sender_type: 'agent',
  sender_name: 'Ada',
  sender_avatar_url: null,
  content: 'Hi',
  attachments: [{ path: 't/s/m/a.png', name: 'a.png', type: 'image/png', size: 10, width: 4, height: 3 }],
  metadata: { locale: 'en' },
  created_at: '2026-01-05T09:00:00Z',
  edited_at: null,
  deleted_at: null,
};

