import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { columnsFor, foreignKey, nullable, primary } from '../columns.js';

/** The tables of all features in the first release. Later changes are in each feature's `migrations`. */
export class Initial1772000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables(runner)) await runner.createTable(table);
    await runner.query('INSERT INTO message_order (id, last_key) VALUES (1, 0)');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables(runner).reverse()) await runner.dropTable(table);
  }
}

function tables(runner: QueryRunner): Table[] {
  const { id, varchar, text, flag, integer, bigint, time } = columnsFor(runner);
  return [
    new Table({
      name: 'users',
      columns: [
        id('id', primary('users')),
        varchar('username_hash', 64),
        varchar('password_hash', 255, nullable),
        flag('is_admin'),
        flag('is_trusted'),
        text('profile_name_enc', nullable),
        time('profile_updated_at', nullable),
        time('created_at'),
      ],
      indices: [{ name: 'users_username_hash', columnNames: ['username_hash'], isUnique: true }],
    }),
    new Table({
      name: 'first_admin',
      columns: [integer('id', primary('first_admin')), id('user_id')],
      foreignKeys: [foreignKey('fk_first_admin_user', 'user_id', 'users', 'CASCADE')],
    }),
    new Table({
      name: 'invites',
      columns: [
        id('id', primary('invites')),
        varchar('token_hash', 64),
        time('created_at'),
        time('expires_at'),
        time('used_at', nullable),
      ],
      indices: [
        { name: 'invites_token_hash', columnNames: ['token_hash'], isUnique: true },
        { name: 'invites_created_at', columnNames: ['created_at'] },
      ],
    }),
    new Table({
      name: 'devices',
      columns: [id('id', primary('devices')), id('user_id'), varchar('public_key', 256), time('created_at')],
      indices: [{ name: 'devices_user_key', columnNames: ['user_id', 'public_key'], isUnique: true }],
      foreignKeys: [foreignKey('fk_devices_user', 'user_id', 'users', 'CASCADE')],
    }),
    new Table({
      name: 'sessions',
      columns: [
        id('id', primary('sessions')),
        varchar('token_hash', 64),
        id('user_id'),
        id('device_id'),
        time('created_at'),
        time('expires_at'),
      ],
      indices: [
        { name: 'sessions_token_hash', columnNames: ['token_hash'], isUnique: true },
        { name: 'sessions_user', columnNames: ['user_id'] },
        { name: 'sessions_device', columnNames: ['device_id'] },
        { name: 'sessions_expires_at', columnNames: ['expires_at'] },
      ],
      foreignKeys: [
        foreignKey('fk_sessions_user', 'user_id', 'users', 'CASCADE'),
        foreignKey('fk_sessions_device', 'device_id', 'devices', 'CASCADE'),
      ],
    }),
    new Table({
      name: 'tickets',
      columns: [varchar('ticket_hash', 64, primary('tickets')), id('session_id'), time('expires_at')],
      indices: [{ name: 'tickets_session', columnNames: ['session_id'] }],
      foreignKeys: [foreignKey('fk_tickets_session', 'session_id', 'sessions', 'CASCADE')],
    }),
    new Table({
      name: 'channels',
      columns: [id('id', primary('channels')), text('name_enc'), id('created_by'), time('created_at')],
      indices: [{ name: 'channels_created_by', columnNames: ['created_by'] }],
      foreignKeys: [foreignKey('fk_channels_creator', 'created_by', 'users', 'NO ACTION')],
    }),
    new Table({
      name: 'messages',
      columns: [
        bigint('order_key', primary('messages')),
        id('id'),
        id('channel_id'),
        id('sender_id'),
        id('sender_device_id'),
        varchar('client_id', 36, nullable),
        text('sender_name_enc'),
        text('body'),
        time('sent_at'),
      ],
      indices: [
        { name: 'messages_id', columnNames: ['id'], isUnique: true },
        { name: 'messages_channel_order', columnNames: ['channel_id', 'order_key'] },
        { name: 'messages_sender', columnNames: ['sender_id'] },
        { name: 'messages_client_id', columnNames: ['sender_device_id', 'client_id'], isUnique: true },
      ],
      foreignKeys: [
        foreignKey('fk_messages_channel', 'channel_id', 'channels', 'CASCADE'),
        foreignKey('fk_messages_sender', 'sender_id', 'users', 'NO ACTION'),
      ],
    }),
    new Table({
      name: 'message_order',
      columns: [integer('id', primary('message_order')), bigint('last_key')],
    }),
    new Table({
      name: 'channel_keys',
      columns: [
        id('channel_id', primary('channel_keys')),
        id('device_id', primary('channel_keys')),
        id('sender_device_id'),
        varchar('sender_public_key', 256),
        text('envelope'),
        time('created_at'),
      ],
      indices: [{ name: 'channel_keys_device', columnNames: ['device_id'] }],
      foreignKeys: [
        foreignKey('fk_channel_keys_channel', 'channel_id', 'channels', 'CASCADE'),
        foreignKey('fk_channel_keys_device', 'device_id', 'devices', 'CASCADE'),
      ],
    }),
    new Table({
      name: 'directory_keys',
      columns: [
        id('device_id', primary('directory_keys')),
        id('sender_device_id'),
        varchar('sender_public_key', 256),
        text('envelope'),
        time('created_at'),
      ],
      foreignKeys: [foreignKey('fk_directory_keys_device', 'device_id', 'devices', 'CASCADE')],
    }),
  ];
}
