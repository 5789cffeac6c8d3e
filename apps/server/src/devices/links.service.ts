import { Injectable } from '@nestjs/common';
import {
  type AnswerDeviceLinkRequest,
  type DeviceLink,
  DialtoneError,
  type GetDeviceLinkInput,
  limits,
  type RequestDeviceLinkRequest,
  type Status,
} from '@app/contract';
import type { Caller } from '../core/access/caller.js';
import { Database } from '../core/database/database.js';
import { now, secondsFromNow } from '../core/security/clock.js';
import { DeviceLinkAnswered, DeviceLinkRequested } from './devices.events.js';
import { DevicesRepository } from './devices.repository.js';
import { toDeviceLink } from './link.mapper.js';
import { LinksRepository } from './links.repository.js';

@Injectable()
export class LinksService {
  constructor(
    private readonly db: Database,
    private readonly links: LinksRepository,
    private readonly devices: DevicesRepository,
  ) {}

  /** Asks the user's other devices to link the caller's. */
  request(caller: Caller, { request }: RequestDeviceLinkRequest): Promise<Status> {
    const { deviceId, userId } = caller;
    return this.db.write(async (tx) => {
      // The device may have been removed since the guard let the request in.
      if (!(await this.devices.findById(tx, deviceId))) throw new DialtoneError('unauthorized');
      const expiresAt = secondsFromNow(limits.linkTtlSeconds);
      await this.links.put(tx, { deviceId, request, answer: null, expiresAt }, now());
      tx.publish(new DeviceLinkRequested(userId, deviceId));
      return { status: 'ok' };
    });
  }

  /**
   * The request of a device of the caller's, with its answer.
   *
   * @throws {DialtoneError} `link_not_found`
   */
  async find(caller: Caller, { device_id: deviceId }: GetDeviceLinkInput): Promise<DeviceLink> {
    const link = await this.links.find(deviceId, caller.userId, now());
    if (!link) throw new DialtoneError('link_not_found');
    return toDeviceLink(link);
  }

  /**
   * Answers the request of a device of the caller's.
   *
   * @throws {DialtoneError} `link_not_found`
   */
  answer(caller: Caller, { device_id: deviceId, answer }: AnswerDeviceLinkRequest): Promise<Status> {
    return this.db.write(async (tx) => {
      if (!(await this.links.find(deviceId, caller.userId, now(), tx))) throw new DialtoneError('link_not_found');
      await this.links.setAnswer(tx, deviceId, answer);
      tx.publish(new DeviceLinkAnswered(deviceId));
      return { status: 'ok' };
    });
  }
}
