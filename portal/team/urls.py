from django.urls import path

from .views import join, mine, papers, register, scripts, volunteers

urlpatterns = [
    path("hulp/helpen/", join.join, name="join"),
    path("hulp/helpen/klaar/", join.join_done, name="join_done"),
    path("mijn/helpen/", mine.my_help, name="my_help"),
    path("mijn/helpen/papier/<slug:kind>.pdf", mine.my_paper, name="my_paper"),
    path("mijn/helpen/afwezig/<int:pk>/terug/", mine.be_there, name="be_there"),
    path("mijn/helpen/<slug:verb>/", mine.change_my_help, name="change_my_help"),
    path("bemiddeling/vrijwilligers/", volunteers.volunteers, name="volunteers"),
    path("bemiddeling/vrijwilligers/nieuw/", volunteers.write_down_volunteer, name="write_down_volunteer"),
    path("bemiddeling/vrijwilligers/<int:pk>/", volunteers.show_volunteer, name="volunteer"),
    path(
        "bemiddeling/vrijwilligers/<int:pk>/afwezig/<int:absence>/terug/",
        volunteers.take_absence_back,
        name="take_absence_back",
    ),
    path(
        "bemiddeling/vrijwilligers/<int:pk>/<slug:verb>/",
        volunteers.act_on_volunteer,
        name="act_on_volunteer",
    ),
    path("bemiddeling/papieren/", papers.papers, name="papers"),
    path("bemiddeling/papieren/teksten/<slug:kind>/", scripts.write_script, name="write_script"),
    path("bemiddeling/papieren/teksten/<int:pk>/<str:code>.pdf", scripts.print_script, name="print_script"),
    path(
        "bemiddeling/papieren/teksten/<int:pk>/in-werking/",
        scripts.put_script_in_force,
        name="publish_script",
    ),
    path("bemiddeling/register/", register.register, name="register"),
    path("bemiddeling/register/pdf/", register.register_file, name="register_file"),
    path("bemiddeling/papieren/<int:pk>/<str:code>.pdf", papers.print_paper, name="print_paper"),
    path("bemiddeling/papieren/<int:pk>/in-werking/", papers.publish_paper, name="publish_paper"),
    path("bemiddeling/papieren/<slug:area>/<slug:kind>/", papers.write_paper, name="write_paper"),
]
