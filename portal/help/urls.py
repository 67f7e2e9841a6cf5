from django.urls import path

from . import series_urls
from .board_urls import board_urls
from .referral_urls import urlpatterns as referral_urls
from .views import ask, calendars, fairness, mine, own_match, service, team

urlpatterns = [
    *referral_urls,
    path("hulp/vragen/", ask.ask_step, name="ask"),
    path("hulp/vragen/nakijken/", ask.ask_check, name="ask_check"),
    path("hulp/vragen/klaar/", ask.ask_done, name="ask_done"),
    path("hulp/vragen/opnieuw/", ask.start_over, name="ask_start_over"),
    path("hulp/vragen/dienst/", service.ask_service, name="ask_service"),
    path("hulp/vragen/<slug:step>/", ask.ask_step, name="ask_step"),
    path("hulp/bel-mij/", ask.call_me_back, name="call_me"),
    path("hulp/bel-mij/klaar/", ask.call_me_done, name="call_me_done"),
    path("mijn/", mine.mine, name="mine"),
    path("mijn/koppelingen/<int:pk>/<slug:verb>/", mine.answer, name="answer"),
    path("mijn/koppelingen/<int:pk>/agenda.ics", calendars.match_file, name="match_file"),
    path("mijn/vragen/<str:reference>/agenda.ics", calendars.request_file, name="request_file"),
    path("mijn/helpen/agenda/<slug:verb>/", calendars.change_feed, name="change_feed"),
    path("agenda-van-mij/<str:key>.ics", calendars.own_feed, name="own_feed"),
    path("mijn/afloop/<int:pk>/<slug:verb>/", own_match.my_match, name="my_match"),
    path("bemiddeling/", team.work_list, name="worklist"),
    path("bemiddeling/nieuw-gesprek/", team.conversation, name="conversation"),
    path("bemiddeling/mensen/zoeken/", team.search_people, name="search_people"),
    path("bemiddeling/eerlijk-verdeeld/", fairness.fairness, name="fairness"),
    path("bemiddeling/vragen/<str:reference>/", team.show_request, name="request"),
    path("bemiddeling/vragen/<str:reference>/<slug:verb>/", team.act_on_request, name="act_on_request"),
    path("bemiddeling/koppelingen/<int:pk>/<slug:verb>/", team.act_on_match, name="act_on_match"),
    *series_urls.urlpatterns,
    *board_urls,
]
