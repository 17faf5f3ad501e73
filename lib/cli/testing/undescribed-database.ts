/** A database that nobody described, with everything that tables can be. Its persons are in no dictionary of fakes. */

export const rows = 400;
export const wideColumns = 1500;

const person = (n: string) =>
  `'Гремислав ' || chr(1040 + ${n} % 32) || 'рхипелагов' || (${n})::text || ' Добрынич'`;
const email = (n: string) => `'gremislav.' || (${n})::text || '@pochta.test'`;
const phone = (n: string) =>
  `'+7 912 ' || lpad((${n} % 1000)::text, 3, '0') || '-45-' || lpad((${n} % 100)::text, 2, '0')`;

export const undescribedDatabase = `
  create table tenants (id int primary key, title text);
  insert into tenants select n, 'tenant ' || n from generate_series(1, 5) n;
  create table customers (
    tenant_id int not null references tenants, no int not null, fio text, email text unique, tel_mob text, dr date,
    primary key (tenant_id, no)
  );
  insert into customers select 1 + n % 5, n, ${person("n")}, ${email("n")}, ${phone("n")}, date '1960-01-01' + n * 30
    from generate_series(1, ${rows}) n;
  create table orders (
    id bigint primary key, tenant_id int, customer_no int, customer_email text references customers (email),
    primechanie text, foreign key (tenant_id, customer_no) references customers
  );
  insert into orders select n, 1 + n % 5, n, ${email("n")},
    'Просьба перезвонить ' || ${phone("n")} || ' или написать на ' || ${email("n")} || ' сегодня'
    from generate_series(1, ${rows}) n;
  create table employees (id int primary key, manager_id int references employees, "ФИО" text);
  insert into employees select n, nullif(n / 2, 0), ${person("n")} from generate_series(1, ${rows}) n;
  create table parts (a int, b text, parent_a int, parent_b text, primary key (a, b),
    foreign key (parent_a, parent_b) references parts);
  insert into parts select n, 'p', nullif(n / 3, 0), case when n > 2 then 'p' end from generate_series(1, ${rows}) n;
  create table hens (id int primary key, egg int);
  create table eggs (id int primary key, hen int references hens);
  insert into hens select n from generate_series(1, 50) n;
  insert into eggs select n, n from generate_series(1, 50) n;
  update hens set egg = id;
  alter table hens add foreign key (egg) references eggs;
  create table events (happened timestamptz, customer_no int, email text);
  insert into events select now(), n % 20, ${email("n")} from generate_series(1, ${rows}) n;
  create view customer_list as select fio, email, tel_mob as "Телефон" from customers;
  create materialized view customer_copy as select * from customers;
  create table nothing_yet (id int primary key, email text, phone text, note text, amount numeric);
  create table bare ();
  create table "Заявки ""срочные""" ("Номер заявки" int primary key, "Ф.И.О. ""заявителя""" text, "E-mail'ы" text, "__hidden" text);
  insert into "Заявки ""срочные""" select n, ${person("n")}, ${email("n")}, 'x' from generate_series(1, ${rows}) n;
  create table "Customers" (id int primary key, "Name" text, name text);
  insert into "Customers" select n, ${person("n")}, ${email("n")} from generate_series(1, ${rows}) n;
  create type mood as enum ('sad', 'ok');
  create domain contact as text;
  create table exotic (
    id uuid primary key default gen_random_uuid(), doc jsonb, plain json, tags text[], numbers int[], state mood, addr inet, net cidr,
    mac macaddr, span interval, page xml, cash money, at point, bytes bytea, during int4range, clock time, bits bit(4),
    reach contact, big numeric, small numeric(8, 2), rate real, letters char(3), search tsvector
  );
  insert into exotic (doc, plain, tags, numbers, state, addr, net, mac, span, page, cash, at, bytes, during, clock, bits, reach, big, small, rate, letters, search)
    select jsonb_build_object('email', ${email("n")}, 'who', ${person("n")}), '{"a": 1}', array[${email("n")}, ${phone("n")}], array[n], 'ok',
      '10.0.0.1', '10.0.0.0/8', '08:00:2b:01:02:03', '1 day', '<a>${"x"}</a>', 12.5, point(n, n), convert_to(${email("n")}, 'utf8'),
      int4range(n, n + 5), '10:00', b'1010', ${email("n")}, n * 1.5, n, n, 'abc', to_tsvector('simple', ${email("n")})
    from generate_series(1, ${rows}) n;
  create table measured (id int not null, at date not null, email text, primary key (id, at)) partition by range (at);
  create table measured_old partition of measured for values from ('2000-01-01') to ('2020-01-01');
  create table measured_new partition of measured for values from ('2020-01-01') to ('2040-01-01');
  insert into measured select n, date '2010-01-01' + n * 20, ${email("n")} from generate_series(1, ${rows}) n;
  create table wide (id int primary key, ${Array.from({ length: wideColumns - 1 }, (_, at) =>
    at % 3 === 0 ? `"поле ${at}" text` : at % 3 === 1 ? `flag_${at} boolean` : `count_${at} smallint`,
  ).join(", ")});
  insert into wide (id, "поле 0", "поле 3", flag_1, count_2)
    select n, ${email("n")}, ${person("n")}, true, n % 7 from generate_series(1, 600) n;
`;
