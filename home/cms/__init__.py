"""What we add to Wagtail for the people who keep the site; `home.wagtail_hooks` loads it."""
