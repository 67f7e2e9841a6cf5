from django.urls import path

from .views import referral_partner, referrals, social_map

urlpatterns = [
    path("doorverwijzing/<str:key>/", referral_partner.open_referral, name="open_referral"),
    path("doorverwijzing/<str:key>/antwoord/", referral_partner.answer_as_service, name="answer_as_service"),
    path("bemiddeling/sociale-kaart/", social_map.social_map, name="social_map"),
    path("bemiddeling/vragen/<str:reference>/doorverwijzen/", referrals.new_referral, name="new_referral"),
    path("bemiddeling/doorverwijzingen/<int:pk>/", referrals.show_referral, name="referral"),
    path("bemiddeling/doorverwijzingen/<int:pk>/kaart.pdf", referrals.referral_card, name="referral_card"),
    path(
        "bemiddeling/doorverwijzingen/<int:pk>/<slug:verb>/",
        referrals.act_on_referral,
        name="act_on_referral",
    ),
]
