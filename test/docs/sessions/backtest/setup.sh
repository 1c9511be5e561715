git init -q -b main
git add .
git -c user.name=a -c user.email=a@example.com commit -qm before
perl -pi -e 's/for: 2m/for: 10m/' rules.yml
