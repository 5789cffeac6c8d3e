import { Module } from '@nestjs/common';
import { InvitesController } from './invites.controller.js';
import { InvitesRepository } from './invites.repository.js';
import { InvitesService } from './invites.service.js';

@Module({ controllers: [InvitesController], providers: [InvitesService, InvitesRepository], exports: [InvitesService] })
export class InvitesModule {}
