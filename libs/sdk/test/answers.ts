/** Answers as servers give them, for tests to which only a part matters. */
const TIME = '2026-03-02T09:30:00.000Z';

export const CHANNEL = { id: 'c1', name_enc: 'bG91bmdl', created_by: 'u1', created_at: TIME };

export const INVITE = { token: 'an-invite', expires_at: TIME };

export const sessionOf = (token: string) => ({
  token,
  user_id: 'u1',
  device_id: 'd1',
  expires_at: TIME,
  username: 'alice',
  device_public_key: 'AAAA',
  is_admin: false,
  is_trusted: true,
});

export const messageOf = (id: string) => ({
  id,
  channel_id: 'c1',
  sender_id: 'u1',
  sender_name_enc: 'bg==',
  body: 'aGk=',
  sent_at: TIME,
});
