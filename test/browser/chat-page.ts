import type { Locator, Page } from 'playwright-core';
import { PASSWORD } from '../support/people.js';
import type { Stage } from './stage.js';

/** Opens the chat page in a profile of its own, and enters: with an invite as somebody new. */
export async function enterChat(
  stage: Stage,
  username: string,
  { invite = '', prepare }: { invite?: string | undefined; prepare?: (page: Page) => Promise<void> } = {},
): Promise<Page> {
  const chat = await stage.newPage(stage.example('browser'), prepare);
  await chat.getByLabel('Name').fill(username);
  await chat.getByLabel('Password').fill(PASSWORD);
  await chat.getByLabel('Invite').fill(invite);
  await chat.getByRole('button', { name: 'Enter' }).click();
  await chat.getByRole('status').getByText(`${username}, connected`).waitFor();
  return chat;
}

export async function say(chat: Page, text: string): Promise<void> {
  await chat.getByLabel('Message', { exact: true }).fill(text);
  await chat.getByRole('button', { name: 'Send' }).click();
}

export function messagesOf(chat: Page): Locator {
  return chat.getByRole('log', { name: 'Messages' });
}

export async function hear(chat: Page, text: string): Promise<void> {
  await messagesOf(chat).getByText(text).waitFor();
}

/** The message with that text, marks and all. */
export function messageWith(chat: Page, text: string): Locator {
  return messagesOf(chat).getByRole('listitem').filter({ hasText: text });
}

/** Somebody in the list of people. */
export function personIn(chat: Page, name: string): Locator {
  return chat.getByRole('list', { name: 'People' }).getByRole('listitem').filter({ hasText: name });
}

/** Opens the dialog of somebody in the list of people. */
export async function openPerson(chat: Page, name: string, title = name): Promise<Locator> {
  await personIn(chat, name).getByRole('button').click();
  const dialog = chat.getByRole('dialog', { name: title });
  await dialog.getByRole('list').first().waitFor();
  return dialog;
}

/** The news, opened. */
export async function newsOf(chat: Page): Promise<Locator> {
  const box = chat.locator('#news-box');
  if ((await box.getAttribute('open')) === null) await box.locator('summary').click();
  return chat.getByRole('log', { name: 'News' });
}
