import { Feature } from '../core/feature.js';
import { FirstAdminEntity } from './first-admin.entity.js';
import { DisabledUsers1796315000000 } from './migrations/1796315000000-disabled-users.js';
import { UserEntity } from './user.entity.js';
import { UserAdministration } from './user-administration.service.js';
import { UsersController } from './users.controller.js';
import { UsersRepository } from './users.repository.js';
import { UsersService } from './users.service.js';

@Feature({
  controllers: [UsersController],
  providers: [UsersService, UserAdministration, UsersRepository],
  exports: [UsersService, UserAdministration],
  entities: [UserEntity, FirstAdminEntity],
  migrations: [DisabledUsers1796315000000],
})
export class UsersModule {}
