/**
 * The most common passwords of at least 8 characters with a letter and a digit, in lower case: what attackers try
 * first.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `password1 password12 password123 password1234 password12345 password01 password11 password2 password3 password7
  password8 password9 passw0rd passw0rd1 p@ssw0rd p@ssw0rd1 p4ssw0rd p4ssword pa55word pa55w0rd 1password 123password
  qwerty12 qwerty123 qwerty1234 qwerty12345 qwerty123456 qwertyuiop1 qwertyu1 qwe12345 qwe123456 qweasd123 qweasdzxc1
  1qaz2wsx 1qaz2wsx3edc 1qazxsw2 zaq12wsx zaq1zaq1 zaq1xsw2 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1q2w3e4r! q1w2e3r4
  q1w2e3r4t5 q1w2e3r4t5y6 2wsx3edc a1b2c3d4 a1b2c3d4e5 abc12345 abc123456 abcd1234 abcd12345 abcde123
  abcdef12 abcdefg1 abcdefg123 abcabc123 aa123456 aa12345678 a1234567 a12345678 a123456789 a1234567890 asd12345
  asd123456 asdf1234 asdfgh12 asdfgh123 asdfghjk1 asdfghjkl1 asdasd123 zxcvbnm1 zxcvbnm123 zxcvbn12 zxcvbn123 zxc12345
  12345abc 123456ab 123456abc 1234567a 12345678a 123456789a 1234567890a 123456789q 12345qwert 1234qwer 123qweasd
  123qwe123 123qweasdzxc 123abc123 123456qwerty q1234567 q12345678 q123456789 w1234567 z1234567 z12345678 x1234567
  m1234567 s1234567 welcome1 welcome12 welcome123 welcome01 welcome2 letmein1 letmein12 letmein123 iloveyou1
  iloveyou12 iloveyou123 iloveyou2 iloveu12 loveyou1 iloveme1 trustno1 trustn01 sunshine1 sunshine12 princess1
  princess12 princess123 football1 football12 football123 baseball1 baseball12 basketball1 soccer12 hockey12
  superman1 superman12 batman12 batman123 spiderman1 starwars1 pokemon1 pokemon12 pokemon123 dragon12 dragon123
  master12 master123 monkey12 monkey123 shadow12 shadow123 michael1 jordan23 jordan123 charlie1 charlie123 jessica1
  ashley12 nicole12 daniel12 daniel123 anthony1 matthew1 jennifer1 michelle1 andrew12 joshua12 justin12 hannah12
  thomas12 robert12 admin123 admin1234 admin12345 admin123456 administrator1 root1234 toor1234 test1234 test12345
  test123456 testtest1 tester12 user1234 guest123 guest1234 login123 login1234 changeme1 changeme123 default1
  secret12 secret123 computer1 internet1 samsung1 google12 google123 facebook1 twitter1 linkedin1 microsoft1 hello123
  hello1234 hello12345 hallo123 bonjour1 hola1234 ninja123 freedom1 whatever1 blink182 slipknot1 metallica1 eminem12
  liverpool1 chelsea1 arsenal1 barcelona1 realmadrid1 juventus1 manchester1 summer12 summer123 winter12 spring12
  autumn12 january1 monday12 summer2023 summer2024 summer2025 summer2026 winter2023 winter2024 winter2025 winter2026
  spring2024 spring2025 spring2026 autumn2025 autumn2026 welcome2024 welcome2025 welcome2026 password2023 password2024
  password2025 password2026 cookie12 cookie123 chocolate1 banana12 orange12 flower12 butterfly1 purple12 rainbow1
  killer12 killer123 hunter12 ranger12 tigger12 ginger12 pepper12 buster12 bailey12 maggie12 family12 babygirl1
  babyboy1 angel123 lovely12 love1234 love12345 fuckyou1 fuckyou12 asshole1 bitch123 pussy123 money123 lucky123
  happy123 corvette1 mustang1 mustang12 ferrari1 porsche1 mercedes1 yamaha12 harley12 matrix12 phoenix1 golfer12
  peanut12 cheese12 coffee12 bubbles1 jasmine1 patrick1 william1 jonathan1 samantha1 elizabeth1 victoria1 alexander1
  christian1 jesus123 jesus777 blessed1 heaven12 gateway1 dolphin1 scorpio1 thunder1 diamond1 silver12 golden12
  qazwsx12 qazwsx123 qazwsxedc1 r2d2c3po ncc1701d ncc1701e thx11380 bond0070 area5150 4ever4ever 2fast4you`
    .split(/\s+/)
    .filter((password) => password !== ''),
);
